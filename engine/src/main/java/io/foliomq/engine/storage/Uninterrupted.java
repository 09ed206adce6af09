package io.foliomq.engine.storage;

import java.nio.channels.ClosedByInterruptException;
import java.util.function.Supplier;

/**
 * Runs file operations as if the thread had not been interrupted, and leaves it interrupted. A file channel closes itself under an interrupted thread, and an
 * interrupt means the application's waiting, not the store's work.
 */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** For operations whose parts see to themselves, or that cannot be done twice. */
    public static <T> T get(Supplier<T> operation) {
        boolean interrupted = Thread.interrupted();
        try {
            return operation.get();
        } finally {
            restore(interrupted);
        }
    }

    /** As {@link #get}. */
    public static void run(Runnable operation) {
        boolean interrupted = Thread.interrupted();
        try {
            operation.run();
        } finally {
            restore(interrupted);
        }
    }

    /** For operations that leave nothing behind when they fail: does it again if an interrupt came while it ran. */
    public static <T> T repeat(Supplier<T> operation) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return operation.get();
                } catch (StoreFault e) {
                    if (!(e.getCause() instanceof ClosedByInterruptException)) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    /** As the other. */
    public static void repeat(Runnable operation) {
        repeat(() -> {
            operation.run();
            return operation;
        });
    }

    /** What {@link Thread#interrupted} said before. */
    public static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
