package io.foliomq.engine.member;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * A member's doorbell: the one thread that listens to its socket. Every byte that arrives means "look", and so does every connection, taken or refused; what
 * the bytes are does not matter. The same thread keeps the {@link Watch}.
 */
final class Doorbell {
    private static final int MOST_ACCEPTED_IN_A_TURN = 64;
    private static final int READ_BYTES = 4096;
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final Runnable NOBODY = () -> {};

    private final BellSocket socket;
    private final Bells bells;
    private final Watch watch;
    private final NanoClock clock;
    private final ErrorHandler onError;
    private final Thread thread;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(READ_BYTES);
    private final int mostCallers = Callers.mostOfThisProcess();
    private final AtomicBoolean rungLocally = new AtomicBoolean();
    private volatile Runnable onBell = NOBODY;
    private volatile boolean closing;
    private int callers;
    private boolean rung;
    private boolean deaf;
    private long deafUntilNs;
    private long nextWatchNs;

    Doorbell(int slot, BellSocket socket, Bells bells, Watch watch, NanoClock clock, ErrorHandler onError) {
        this.socket = socket;
        this.bells = bells;
        this.watch = watch;
        this.clock = clock;
        this.onError = onError;
        this.nextWatchNs = clock.nanoTime();
        this.thread = new Thread(this::run, "foliomq-doorbell-" + slot);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void onBell(Runnable listener) {
        onBell = listener;
    }

    /** Rings our own bell. Any thread. */
    void ringLocally() {
        if (!rungLocally.getAndSet(true)) {
            wake();
        }
    }

    /** Makes the thread take a turn. Any thread. */
    void wake() {
        if (!closing) {
            socket.selector().wakeup();
        }
    }

    /** Stops listening. The socket stays for its owner to close. */
    void stop() {
        closing = true;
        socket.selector().wakeup();
        boolean interrupted = false;
        while (thread != Thread.currentThread() && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            try {
                turn();
            } catch (Throwable t) {
                onError.onError(t);
                // Whatever is wrong may be wrong again at once: report it once a second, not a million times.
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private void turn() throws IOException {
        // An interrupt that somebody left on this thread would turn the wait into a busy loop.
        Thread.interrupted();
        long nowNs = clock.nanoTime();
        long waitMs = keepWatch(nowNs);
        if (deaf && nowNs - deafUntilNs >= 0) {
            deaf = false;
            socket.listen(true);
        }
        socket.selector().select(this::answer, waitMs);
        if (rungLocally.getAndSet(false) || rung) {
            rung = false;
            guarded(onBell);
        }
    }

    /** Whatever keeps us from watching, such as a lack of descriptors, must not keep us from listening. */
    private long keepWatch(long nowNs) {
        if (nowNs - nextWatchNs < 0) {
            return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nextWatchNs - nowNs));
        }
        nextWatchNs = nowNs;
        try {
            return watch.turn(nowNs);
        } catch (Throwable t) {
            nextWatchNs = nowNs + PAUSE_NS;
            onError.onError(t);
            return TimeUnit.NANOSECONDS.toMillis(PAUSE_NS);
        }
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            onError.onError(t);
        }
    }

    private void answer(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (socket.isServer(key)) {
            accept();
        } else {
            read(key);
        }
    }

    private void accept() {
        try {
            SocketChannel caller = socket.accept();
            for (int i = 1; caller != null; i++) {
                admit(caller);
                caller = i < MOST_ACCEPTED_IN_A_TURN ? socket.accept() : null;
            }
        } catch (IOException e) {
            // Out of descriptors, most likely: the caller stays in the queue, and the selector would return at once for
            // ever.
            deaf = true;
            deafUntilNs = clock.nanoTime() + PAUSE_NS;
            socket.listen(false);
            onError.onError(e);
        }
    }

    private void admit(SocketChannel caller) throws IOException {
        rung = true;
        watch.change();
        if (callers >= mostCallers) {
            caller.close();
            return;
        }
        try {
            caller.configureBlocking(false);
            caller.register(socket.selector(), SelectionKey.OP_READ);
            callers++;
        } catch (IOException e) {
            caller.close();
            throw e;
        }
    }

    private void read(SelectionKey key) {
        int read;
        try {
            scratch.clear();
            read = ((SocketChannel) key.channel()).read(scratch);
        } catch (IOException e) {
            read = -1;
        }
        if (read >= 0) {
            rung |= read > 0;
        } else {
            hangUp(key);
        }
    }

    private void hangUp(SelectionKey key) {
        if (key.attachment() instanceof BellConnection connection) {
            bells.drop(connection);
            watch.suspect(connection.token());
            return;
        }
        callers--;
        try {
            key.channel().close();
        } catch (IOException e) {
            onError.onError(e);
        }
    }
}
