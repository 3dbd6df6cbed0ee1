// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** A database that is away when a test says so, or that does what it then denies. */
final class FlakyDatabase implements Database {
    private final Database real;
    private volatile Mood mood = Mood.WELL;

    /** What it is like. */
    enum Mood {
        WELL,
        /** Nothing can be opened or committed. */
        AWAY,
        /** The next commit is done, and the word of it is lost on the way. */
        MUTE,
        /** The next commit finds no memory. */
        SHORT,
        /** Its classes are gone. */
        UNLINKED
    }

    FlakyDatabase(Database real) {
        this.real = real;
    }

    void be(Mood next) {
        mood = next;
    }

    private static SQLException failure() {
        return new SQLException("no space left on device", "53100");
    }

    @Override
    public Connection open() throws SQLException {
        if (mood == Mood.AWAY) {
            throw failure();
        }
        Connection connection = real.open();
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, values) -> call(connection, method, values));
    }

    private Object call(Connection connection, Method method, Object[] values) throws Throwable {
        boolean commit = method.getName().equals("commit");
        if (commit && mood == Mood.AWAY) {
            throw failure();
        }
        if (commit && mood == Mood.SHORT) {
            mood = Mood.WELL;
            throw new OutOfMemoryError("test");
        }
        if (commit && mood == Mood.UNLINKED) {
            throw new NoClassDefFoundError("test");
        }
        try {
            Object result = method.invoke(connection, values);
            if (commit && mood == Mood.MUTE) {
                mood = Mood.WELL;
                throw new SQLException("connection reset", "08006");
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
