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
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
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
    private static final long DROP_MS = 2_000;

    /** Also for one whose server is gone without a word. */
    private static final int NETWORK_MS = (QUERY_SECONDS + 2) * 1_000;

    private final Database database;
    private final Duration patience;
    private final Semaphore free = new Semaphore(MOST, true);
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Connection> stale = Collections.newSetFromMap(new IdentityHashMap<>());
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
        try {
            return use(take(), work);
        } catch (SQLException e) {
            throw gone(e);
        } finally {
            free.release();
        }
    }

    private <T> T use(Connection connection, Work<T> work) throws SQLException {
        boolean well = false;
        try {
            T result = work.with(connection);
            connection.commit();
            well = true;
            return result;
        } finally {
            giveBack(connection, well);
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
            giveBack(next.get(), false);
            next = next();
        }
        Connection made = Opening.connect(database);
        try {
            made.setAutoCommit(false);
            if (!isH2(made)) {
                made.setNetworkTimeout(Runnable::run, NETWORK_MS);
            }
            enter(made);
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
        Optional<Connection> next = Optional.ofNullable(idle.poll());
        next.ifPresent(taken::add);
        return next;
    }

    private synchronized void enter(Connection made) {
        taken.add(made);
    }

    private void giveBack(Connection connection, boolean well) {
        synchronized (this) {
            if (well && !closed && !stale.contains(connection)) {
                taken.remove(connection);
                idle.push(connection);
                return;
            }
        }
        end(connection);
        synchronized (this) {
            taken.remove(connection);
            stale.remove(connection);
            notifyAll();
        }
    }

    /**
     * Ends all connections; those in use when they are given back, or after {@link #DROP_MS}. To be
     * called before the writer opens the database anew: an H2 that has closed itself on a full disk
     * takes its successor along when its last connection ends.
     */
    synchronized void drop() {
        idle.forEach(Pool::end);
        idle.clear();
        stale.addAll(taken);
        long end = System.nanoTime() + DROP_MS * 1_000_000;
        long left = DROP_MS;
        while (!stale.isEmpty() && left > 0) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            left = (end - System.nanoTime()) / 1_000_000;
        }
        stale.forEach(Pool::end);
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
