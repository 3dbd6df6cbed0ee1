// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.recverr;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.channels.DatagramChannel;

/**
 * Socket options that Java has no name for. The JDK's own way to set an option takes any number;
 * using it needs the same opened package as getting at the descriptor does, and no native library.
 */
final class KernelOptions {
    private static final String OPENED = "--add-opens java.base/sun.nio.ch=ALL-UNNAMED";

    private final Method descriptor;
    private final Method setter;

    private KernelOptions(Method descriptor, Method setter) {
        this.descriptor = descriptor;
        this.setter = setter;
    }

    /**
     * Finds the JDK's way.
     *
     * @throws Unavailable when this JVM has none or does not let us, with the reason
     */
    static KernelOptions find() throws Unavailable {
        try {
            // A bundle's class loader does not see the JDK's inner classes, the null loader does.
            Method descriptor =
                    Class.forName("sun.nio.ch.SelChImpl", false, null).getMethod("getFD");
            Method setter =
                    Class.forName("sun.nio.ch.Net", false, null)
                            .getDeclaredMethod(
                                    "setIntOption0",
                                    FileDescriptor.class,
                                    boolean.class,
                                    int.class,
                                    int.class,
                                    int.class,
                                    boolean.class);
            descriptor.setAccessible(true);
            setter.setAccessible(true);
            return new KernelOptions(descriptor, setter);
        } catch (InaccessibleObjectException e) {
            throw new Unavailable("Java was not started with " + OPENED);
        } catch (ReflectiveOperationException e) {
            throw new Unavailable("this Java has no way to set it");
        }
    }

    /**
     * Sets an option to 1.
     *
     * @throws IOException the system refuses, or the channel is closed
     */
    void enable(DatagramChannel channel, int level, int option) throws IOException {
        try {
            setter.invoke(null, descriptor.invoke(channel), false, level, option, 1, false);
        } catch (InvocationTargetException e) {
            throw new IOException(e.getCause());
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw new IOException("not a channel of the JDK", e);
        }
    }

    /** This JVM cannot; the message says why. */
    static final class Unavailable extends Exception {
        private Unavailable(String why) {
            super(why);
        }
    }
}
