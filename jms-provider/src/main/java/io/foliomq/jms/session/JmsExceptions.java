package io.foliomq.jms.session;

import io.foliomq.engine.CommitUnfinishedException;
import io.foliomq.engine.DestinationDeletedException;
import io.foliomq.engine.EngineException;
import io.foliomq.engine.IllegalUseException;
import io.foliomq.engine.LimitExceededException;
import io.foliomq.engine.MissingJvmFlagsException;
import io.foliomq.engine.RecordTooLargeException;
import io.foliomq.engine.StoreFormatException;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;

/** The two tables of exceptions: from the engine's to the checked ones of JMS, and from those to the unchecked ones. */
public final class JmsExceptions {
    private JmsExceptions() {}

    /** The engine's sentence stays as it is; the failure becomes cause and linked exception. */
    public static JMSException of(EngineException failure) {
        JMSException exception = translated(failure, String.valueOf(failure.getMessage()));
        exception.initCause(failure);
        exception.setLinkedException(failure);
        return exception;
    }

    private static JMSException translated(EngineException failure, String reason) {
        if (failure instanceof CommitUnfinishedException) {
            return new JMSException(reason, "COMMITTED");
        }
        if (failure instanceof LimitExceededException) {
            return new ResourceAllocationException(reason, "LIMIT");
        }
        if (failure instanceof RecordTooLargeException) {
            return new ResourceAllocationException(reason, "TOO_LARGE");
        }
        if (failure instanceof DestinationDeletedException) {
            return new InvalidDestinationException(reason, "DELETED");
        }
        if (failure instanceof IllegalUseException) {
            return new IllegalStateException(reason, "ILLEGAL_USE");
        }
        if (failure instanceof MissingJvmFlagsException) {
            return new JMSException(reason, "JVM_FLAGS");
        }
        if (failure instanceof StoreFormatException) {
            return new JMSException(reason, "STORE_FORMAT");
        }
        return new JMSException(reason, "STORE");
    }

    /** The unchecked twin, for the simplified API. */
    public static JMSRuntimeException unchecked(JMSException e) {
        String reason = e.getMessage();
        String code = e.getErrorCode();
        if (e instanceof IllegalStateException) {
            return new IllegalStateRuntimeException(reason, code, e);
        } else if (e instanceof InvalidClientIDException) {
            return new InvalidClientIDRuntimeException(reason, code, e);
        } else if (e instanceof InvalidDestinationException) {
            return new InvalidDestinationRuntimeException(reason, code, e);
        } else if (e instanceof InvalidSelectorException) {
            return new InvalidSelectorRuntimeException(reason, code, e);
        } else if (e instanceof JMSSecurityException) {
            return new JMSSecurityRuntimeException(reason, code, e);
        } else if (e instanceof MessageFormatException) {
            return new MessageFormatRuntimeException(reason, code, e);
        } else if (e instanceof MessageNotWriteableException) {
            return new MessageNotWriteableRuntimeException(reason, code, e);
        } else if (e instanceof ResourceAllocationException) {
            return new ResourceAllocationRuntimeException(reason, code, e);
        } else if (e instanceof TransactionInProgressException) {
            return new TransactionInProgressRuntimeException(reason, code, e);
        } else if (e instanceof TransactionRolledBackException) {
            return new TransactionRolledBackRuntimeException(reason, code, e);
        }
        return new JMSRuntimeException(reason, code, e);
    }

    /** A failure with its cause, where no engine exception is behind it. */
    public static JMSException caused(JMSException exception, Exception cause) {
        exception.initCause(cause);
        exception.setLinkedException(cause);
        return exception;
    }
}
