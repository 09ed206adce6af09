package io.foliomq.engine.member;

import java.util.function.Supplier;

/**
 * Runs file operations as if the thread had not been interrupted. A file channel closes itself under an interrupted thread, and a wake-up must not
 * be lost because the application interrupts the thread that sends it.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    static <T> T get(Supplier<T> operation) {
        boolean interrupted = Thread.interrupted();
        try {
            return operation.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
