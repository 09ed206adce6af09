package io.foliomq.jms.session;

import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** How a session ends the leases of what it delivered. */
public enum AcknowledgeMode {
    TRANSACTED(Session.SESSION_TRANSACTED),
    AUTO(Session.AUTO_ACKNOWLEDGE),
    CLIENT(Session.CLIENT_ACKNOWLEDGE),
    DUPS_OK(Session.DUPS_OK_ACKNOWLEDGE),
    /** Each message by itself; the number that clients of ActiveMQ Classic use. */
    INDIVIDUAL(4),
    /** The same, by the number that clients of Artemis use. */
    INDIVIDUAL_OF_ARTEMIS(101);

    private final int code;

    AcknowledgeMode(int code) {
        this.code = code;
    }

    /** The number in {@code jakarta.jms.Session}. */
    public int code() {
        return code;
    }

    /** @throws JMSException naming the number and the accepted ones. */
    public static AcknowledgeMode of(int code) throws JMSException {
        for (AcknowledgeMode mode : values()) {
            if (mode.code == code) {
                return mode;
            }
        }
        throw new JMSException("session mode: value=" + code
                + ", accepted=0 (transacted) 1 (auto) 2 (client) 3 (dups ok) 4 101 (individual)");
    }

    /** Whether a message whose listener failed comes again at once (section 8.7). */
    boolean redeliversFailed() {
        return this == AUTO || this == DUPS_OK;
    }
}
