package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** The record is larger than the store takes. Nothing was appended: store the large thing elsewhere and send its reference (claim check). */
public final class RecordTooLargeException extends EngineException {
    private static final long serialVersionUID = 1L;

    RecordTooLargeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
