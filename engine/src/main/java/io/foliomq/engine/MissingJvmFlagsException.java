package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** The JVM runs without flags that mapped memory needs; the message gives the exact flags. */
public final class MissingJvmFlagsException extends EngineException {
    private static final long serialVersionUID = 1L;

    MissingJvmFlagsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
