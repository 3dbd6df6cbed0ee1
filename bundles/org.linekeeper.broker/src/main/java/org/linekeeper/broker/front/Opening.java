// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the bytes of a connection as they come: what does not begin as MQTT does, what announces
 * too large a packet and who is not let in soon enough is cut off before anything is put by for it.
 */
final class Opening extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private static final int CONNECT = 0x10;
    private static final byte[] PACKET_TOO_LARGE = {(byte) 0xE0, 0x01, (byte) 0x95};
    private static final int LENGTH_BYTES = 4;

    private final Limits limits;
    private boolean begun;
    private boolean over;
    private boolean inHeader = true;
    private int headerBytes;
    private long length;
    private long left;

    Opening(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (!Peer.of(ctx.channel()).isAdmitted()) {
                                ctx.close();
                            }
                        },
                        limits.admissionSeconds(),
                        TimeUnit.SECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
            name(ctx).ifPresent(Peer.of(ctx.channel())::showed);
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (over || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (!begun && bytes.isReadable()) {
            begun = true;
            if (bytes.getByte(bytes.readerIndex()) != CONNECT) {
                refuse(ctx, bytes, "its first packet is no CONNECT");
                return;
            }
        }
        if (!isSmallEnough(bytes, Peer.of(ctx.channel()).isAdmitted())) {
            boolean five = Peer.of(ctx.channel()).isFive();
            if (five) {
                ctx.write(Unpooled.wrappedBuffer(PACKET_TOO_LARGE));
            }
            refuse(ctx, bytes, "its packet is too large");
            return;
        }
        super.channelRead(ctx, message);
    }

    /** Steps through the lengths in the fixed headers (MQTT 5 section 2.1.4). */
    private boolean isSmallEnough(ByteBuf bytes, boolean admitted) {
        int most = admitted ? limits.packetBytes() : limits.firstPacketBytes();
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            if (!inHeader) {
                long step = Math.min(left, bytes.writerIndex() - at);
                at += (int) step;
                left -= step;
                inHeader = left == 0;
                continue;
            }
            int each = bytes.getUnsignedByte(at++);
            if (headerBytes > 0) {
                length |= (long) (each & 0x7F) << (7 * (headerBytes - 1));
            }
            headerBytes++;
            boolean last = headerBytes > 1 && (each & 0x80) == 0;
            if (last || headerBytes > LENGTH_BYTES) {
                if (length + headerBytes > most || !last) {
                    return false;
                }
                left = length;
                inHeader = left == 0;
                headerBytes = 0;
                length = 0;
            }
        }
        return true;
    }

    private void refuse(ChannelHandlerContext ctx, ByteBuf bytes, String why) {
        over = true;
        LOG.debug("{} is cut off: {}", ctx.channel().remoteAddress(), why);
        bytes.release();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** The common name of the certificate that TLS has verified, if it asked for one. */
    private static Optional<String> name(ChannelHandlerContext ctx) {
        try {
            Certificate[] chain =
                    ctx.pipeline()
                            .get(SslHandler.class)
                            .engine()
                            .getSession()
                            .getPeerCertificates();
            String subject = ((X509Certificate) chain[0]).getSubjectX500Principal().getName();
            for (Rdn part : new LdapName(subject).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String cn) {
                    return Optional.of(cn);
                }
            }
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            LOG.debug("no name of {}: {}", ctx.channel().remoteAddress(), e.getMessage());
        }
        return Optional.empty();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("{}: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }
}
