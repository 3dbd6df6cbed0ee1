// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.linekeeper.broker.access.Credentials.Way;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens and takes connections; Artemis gets those that begin as they should. Its own listener
 * would take HTTP and packets of 256 MiB from anybody, before it asks who that is.
 */
public final class Front implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    private static final int THREADS = 2;
    private static final int BACKLOG = 1_024;

    private final EventLoopGroup loops =
            new NioEventLoopGroup(THREADS, new DefaultThreadFactory("lk-broker", true));
    private final AtomicInteger open = new AtomicInteger();
    private final NettyAcceptor acceptor;
    private final Limits limits;

    /** Nothing listens yet. */
    public Front(NettyAcceptor acceptor, Limits limits) {
        this.acceptor = acceptor;
        this.limits = limits;
    }

    /**
     * Listens on an address.
     *
     * @param address port 0 = any free one
     * @param tls empty = in clear text
     * @return where it listens
     * @throws IOException when that address cannot be had
     */
    public InetSocketAddress listen(InetSocketAddress address, Way way, Optional<SslContext> tls)
            throws IOException {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        take(channel, way, tls);
                                    }
                                })
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bound.cause() instanceof IOException e ? e : new IOException(bound.cause());
        }
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private void take(Channel channel, Way way, Optional<SslContext> tls) {
        if (open.incrementAndGet() > limits.connections()) {
            open.decrementAndGet();
            LOG.debug("{} is one too many", channel.remoteAddress());
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        new Peer(way).keepWith(channel);
        if (tls.isPresent()) {
            SslHandler handler = tls.get().newHandler(channel.alloc());
            handler.setHandshakeTimeout(limits.admissionSeconds(), TimeUnit.SECONDS);
            channel.pipeline().addLast(handler);
        }
        channel.pipeline().addLast(new Opening(limits));
        acceptor.transfer(channel);
    }

    /** Takes no more connections and ends those there are. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3_000);
    }
}
