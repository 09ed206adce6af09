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
        public Receiver openReceiver(Setup setup) {
            return new EngineReceiver(setup);
        }
    },
    /** Jakarta Messaging: persistent bytes messages, receive with automatic acknowledgement. */
    JMS {
        @Override
        public Sender openSender(Setup setup) {
            return new JmsSender(setup);
        }

        @Override
        public Receiver openReceiver(Setup setup) {
            return new JmsReceiver(setup);
        }
    },
    /** Chronicle Queue with neither lease nor acknowledgement: what mapped memory gives if nothing is asked of it. */
    CHRONICLE {
        @Override
        public Sender openSender(Setup setup) {
            return new ChronicleSender(setup);
        }

        @Override
        public Receiver openReceiver(Setup setup) {
            return new ChronicleReceiver(setup);
        }

        @Override
        public boolean offers(Durability durability) {
            return durability == Durability.PROCESS;
        }
    };

    public abstract Sender openSender(Setup setup);

    public abstract Receiver openReceiver(Setup setup);

    /** Whether a message that was sent can be had to survive what this level names. */
    public boolean offers(Durability durability) {
        return true;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
