package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** A file is corrupt, too old, too new, or belongs to another store; the message names file, expected and actual. */
public final class StoreFormatException extends EngineException {
    private static final long serialVersionUID = 1L;

    StoreFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
