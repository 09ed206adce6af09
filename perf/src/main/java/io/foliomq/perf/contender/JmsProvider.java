package io.foliomq.perf.contender;

import io.foliomq.jms.FolioConnectionFactory;
import java.util.Locale;

/** A provider of Jakarta Messaging, in this JVM. */
enum JmsProvider implements Ends {
    FOLIO {
        @Override
        Broker start(Setup setup) {
            String url = "folio:" + setup.directory() + "?wait=" + lower(setup.waiting()) + "&durability="
                    + lower(setup.durability());
            FolioConnectionFactory factory = new FolioConnectionFactory(url);
            // Else the store would linger for the next connection.
            return new Broker(factory, () -> {
                factory.close();
                return true;
            });
        }
    },
    /** A send returns when the system has what the durability asks for. */
    ARTEMIS {
        @Override
        Broker start(Setup setup) throws Exception {
            return ArtemisBroker.start(setup, ArtemisBroker.Journal.UNBUFFERED);
        }
    },
    /** As the one before, but that sends gather for a moment, to be written and synced together. */
    ARTEMIS_BUFFERED {
        @Override
        Broker start(Setup setup) throws Exception {
            return ArtemisBroker.start(setup, ArtemisBroker.Journal.BUFFERED);
        }
    },
    /** A send returns while the message is still in the broker's memory. */
    ARTEMIS_UNSYNCED {
        @Override
        Broker start(Setup setup) throws Exception {
            return ArtemisBroker.start(setup, ArtemisBroker.Journal.UNSYNCED);
        }
    },
    CLASSIC {
        @Override
        Broker start(Setup setup) throws Exception {
            return ClassicBroker.start(setup);
        }
    };

    abstract Broker start(Setup setup) throws Exception;

    @Override
    public Sender openSender(Setup setup) {
        return new JmsSender(this, setup);
    }

    @Override
    public Receiver openReceiver(Setup setup, int number) {
        return new JmsReceiver(this, setup, number);
    }

    @Override
    public Requests openRequests(Setup setup) {
        return new Requests(this, setup);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
