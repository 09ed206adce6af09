package io.foliomq.perf.contender;

import io.foliomq.engine.Durability;
import java.util.Locale;

/** What can be measured. */
public enum Contender {
    /** The engine's own API: append; poll and acknowledge. */
    ENGINE {
        @Override
        public Sender openSender(Setup setup) {
            return new EngineSender(setup);
        }

        @Override
        public Receiver openReceiver(Setup setup, int number) {
            return new EngineReceiver(setup);
        }
    },
    /** Jakarta Messaging: persistent bytes messages, receive with automatic acknowledgement. */
    JMS {
        @Override
        public Sender openSender(Setup setup) {
            return new JmsSender(JmsProvider.FOLIO, setup);
        }

        @Override
        public Receiver openReceiver(Setup setup, int number) {
            return new JmsReceiver(JmsProvider.FOLIO, setup, number);
        }

        @Override
        public Requests openRequests(Setup setup) {
            return new Requests(JmsProvider.FOLIO, setup);
        }
    },
    /** Chronicle Queue with neither lease nor acknowledgement: what mapped memory gives if nothing is asked of it. */
    CHRONICLE {
        @Override
        public Sender openSender(Setup setup) {
            return new ChronicleSender(setup);
        }

        @Override
        public Receiver openReceiver(Setup setup, int number) {
            return new ChronicleReceiver(setup);
        }

        @Override
        public boolean offers(Durability durability) {
            return durability == Durability.PROCESS;
        }
    },
    /** ActiveMQ Artemis, the same JMS code: a send returns when the message is written, or synced, as the durability says. */
    ARTEMIS {
        @Override
        public Sender openSender(Setup setup) {
            return new JmsSender(JmsProvider.ARTEMIS, setup);
        }

        @Override
        public Receiver openReceiver(Setup setup, int number) {
            return new JmsReceiver(JmsProvider.ARTEMIS, setup, number);
        }

        @Override
        public Requests openRequests(Setup setup) {
            return new Requests(JmsProvider.ARTEMIS, setup);
        }
    },
    /** Artemis, whose senders wait a tenth of a millisecond for others to be synced with. */
    ARTEMIS_BUFFERED {
        @Override
        public Sender openSender(Setup setup) {
            return new JmsSender(JmsProvider.ARTEMIS_BUFFERED, setup);
        }

        @Override
        public Receiver openReceiver(Setup setup, int number) {
            return new JmsReceiver(JmsProvider.ARTEMIS_BUFFERED, setup, number);
        }
    },
    /** Artemis, whose sends return while the message is in the broker's memory alone. */
    ARTEMIS_UNSYNCED {
        @Override
        public Sender openSender(Setup setup) {
            return new JmsSender(JmsProvider.ARTEMIS_UNSYNCED, setup);
        }

        @Override
        public Receiver openReceiver(Setup setup, int number) {
            return new JmsReceiver(JmsProvider.ARTEMIS_UNSYNCED, setup, number);
        }

        @Override
        public boolean offers(Durability durability) {
            return false;
        }
    },
    /** ActiveMQ Classic with KahaDB, the same JMS code. */
    CLASSIC {
        @Override
        public Sender openSender(Setup setup) {
            return new JmsSender(JmsProvider.CLASSIC, setup);
        }

        @Override
        public Receiver openReceiver(Setup setup, int number) {
            return new JmsReceiver(JmsProvider.CLASSIC, setup, number);
        }

        @Override
        public Requests openRequests(Setup setup) {
            return new Requests(JmsProvider.CLASSIC, setup);
        }
    },
    /** A ring buffer between two threads, which keeps nothing. */
    RING {
        @Override
        public Sender openSender(Setup setup) {
            return HandOver.openSender(setup);
        }

        @Override
        public Receiver openReceiver(Setup setup, int number) {
            return HandOver.openReceiver(setup);
        }

        @Override
        public boolean offers(Durability durability) {
            return false;
        }
    },
    /** Forced writes into a file, and nobody who reads it. */
    FDATASYNC {
        @Override
        public Sender openSender(Setup setup) {
            return new SyncFloor(setup);
        }

        @Override
        public Receiver openReceiver(Setup setup, int number) {
            throw new UnsupportedOperationException("fdatasync has no receivers");
        }
    };

    public abstract Sender openSender(Setup setup);

    /** @param number 0, 1, …: on a topic each receiver has a subscription of its own */
    public abstract Receiver openReceiver(Setup setup, int number);

    public final Receiver openReceiver(Setup setup) {
        return openReceiver(setup, 0);
    }

    /** Requests and their replies. */
    public Requests openRequests(Setup setup) {
        throw new UnsupportedOperationException("no requests and replies: contender=" + this);
    }

    /** Whether a message that was sent can be had to survive what this level names. */
    public boolean offers(Durability durability) {
        return true;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
