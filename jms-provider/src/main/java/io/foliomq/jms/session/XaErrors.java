package io.foliomq.jms.session;

import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;

/** Exceptions with the codes of the XA specification, and a sentence. */
final class XaErrors {
    private XaErrors() {}

    static XAException of(int code, String message, @Nullable Throwable cause) {
        XAException exception = new XAException(message);
        exception.errorCode = code;
        if (cause != null) {
            exception.initCause(cause);
        }
        return exception;
    }
}
