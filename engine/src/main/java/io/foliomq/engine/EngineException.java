package io.foliomq.engine;

import io.foliomq.engine.storage.StoreFault;
import org.jspecify.annotations.Nullable;

/** Any failure of the engine. The subclasses are the ones that a caller may want to tell apart. */
public class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static EngineException of(StoreFault fault) {
        String message = String.valueOf(fault.getMessage());
        return switch (fault.kind()) {
            case CORRUPT, TOO_OLD, TOO_NEW, MISMATCH -> new StoreFormatException(message, fault);
            case DISK_FULL, LIMIT, HELD -> new LimitExceededException(message, fault);
            case TOO_LARGE -> new RecordTooLargeException(message, fault);
            case DELETED -> new DestinationDeletedException(message, fault);
            case CLOSED, ILLEGAL -> new IllegalUseException(message, fault);
            case IO -> new EngineException(message, fault);
        };
    }
}
