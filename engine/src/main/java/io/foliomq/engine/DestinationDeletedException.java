package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** The destination or subscription was deleted, by this process or another. */
public final class DestinationDeletedException extends EngineException {
    private static final long serialVersionUID = 1L;

    DestinationDeletedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
