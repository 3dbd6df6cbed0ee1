// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.linekeeper.collector.fleet.StoreGone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections besides the one that writes, {@link #MOST} at most, made when they are asked for.
 * Whatever goes wrong with one, the next asker gets another. For any thread.
 */
final class Pool implements AutoCloseable {
    static final int MOST = 4;

    /** A question may take so long. */
    static final int QUERY_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);
    private static final int ALIVE_SECONDS = 2;

    /** Also for one whose server is gone without a word. */
    private static final int NETWORK_MS = (QUERY_SECONDS + 2) * 1_000;

    private final Database database;
    private final Duration patience;
    private final Semaphore free = new Semaphore(MOST, true);
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param patience how long an asker waits when all are taken
     */
    Pool(Database database, Duration patience) {
        this.database = database;
        this.patience = patience;
    }

    /** Something to do with a connection, in a transaction that is committed afterwards. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Something to change, on the disk when it returns. */
    interface Change {
        void with(Connection connection) throws SQLException;
    }

    void change(Change change) throws StoreGone {
        use(
                connection -> {
                    change.with(connection);
                    connection.commit();
                    if (isH2(connection)) {
                        try (Statement sync = connection.createStatement()) {
                            sync.execute("CHECKPOINT SYNC");
                        }
                    }
                    return true;
                });
    }

    /** A statement that is given up in time. */
    static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(QUERY_SECONDS);
        return statement;
    }

    private static boolean isH2(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("H2");
    }

    <T> T use(Work<T> work) throws StoreGone {
        if (!hasTurn()) {
            throw gone(new SQLTimeoutException("too many questions wait for it."));
        }
        Optional<Connection> taken = Optional.empty();
        try {
            taken = Optional.of(take());
            T result = work.with(taken.get());
            taken.get().commit();
            giveBack(taken.get());
            taken = Optional.empty();
            return result;
        } catch (SQLException e) {
            throw gone(e);
        } finally {
            taken.ifPresent(Pool::end);
            free.release();
        }
    }

    private static StoreGone gone(SQLException e) {
        return new StoreGone("The database does not answer: " + SqlStates.sentence(e), e);
    }

    private boolean hasTurn() {
        try {
            return free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Connection take() throws SQLException {
        Optional<Connection> next = next();
        while (next.isPresent()) {
            if (isAlive(next.get())) {
                return next.get();
            }
            end(next.get());
            next = next();
        }
        Connection made = Opening.connect(database);
        try {
            made.setAutoCommit(false);
            if (!isH2(made)) {
                made.setNetworkTimeout(Runnable::run, NETWORK_MS);
            }
            return made;
        } catch (SQLException e) {
            end(made);
            throw e;
        }
    }

    /** Asked: H2 takes a connection for valid whose database has closed itself on a full disk. */
    private static boolean isAlive(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(ALIVE_SECONDS);
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            return false;
        }
    }

    private synchronized Optional<Connection> next() throws SQLException {
        if (closed) {
            throw new SQLException("the collector has ended");
        }
        return Optional.ofNullable(idle.poll());
    }

    private synchronized void giveBack(Connection connection) {
        if (closed) {
            end(connection);
        } else {
            idle.push(connection);
        }
    }

    private static void end(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("The connection was gone already: {}", SqlStates.sentence(e));
        }
    }

    /** Those that are in use end when they are given back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Pool::end);
        idle.clear();
    }
}
