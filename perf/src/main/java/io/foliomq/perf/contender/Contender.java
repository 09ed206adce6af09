package io.foliomq.perf.contender;

import io.foliomq.engine.Durability;
import java.util.Locale;

/** What can be measured. */
public enum Contender {
    /** The engine's own API: append; poll and acknowledge. */
    ENGINE,
    /** Jakarta Messaging: persistent bytes messages, receive with automatic acknowledgement. */
    JMS,
    /** Chronicle Queue with neither lease nor acknowledgement: what mapped memory gives if nothing is asked of it. */
    CHRONICLE,
    /** ActiveMQ Artemis, the same JMS code: a send returns when the message is written, or synced, as the durability says. */
    ARTEMIS,
    /** Artemis, whose senders wait a tenth of a millisecond for others to be synced with. */
    ARTEMIS_BUFFERED,
    /** Artemis, whose sends return while the message is in the broker's memory alone. */
    ARTEMIS_UNSYNCED,
    /** ActiveMQ Classic with KahaDB, the same JMS code. */
    CLASSIC,
    /** A ring buffer between two threads, which keeps nothing. */
    RING,
    /** Forced writes into a file, and nobody who reads it. */
    FDATASYNC,
    /** A thread that is blocked in reading a socket: what the system takes to wake somebody up. */
    SOCKET;

    private Ends ends() {
        return switch (this) {
            case ENGINE -> Ends.of(EngineSender::new, EngineReceiver::new);
            case JMS -> JmsProvider.FOLIO;
            case CHRONICLE -> Ends.of(ChronicleSender::new, ChronicleReceiver::new);
            case ARTEMIS -> JmsProvider.ARTEMIS;
            case ARTEMIS_BUFFERED -> JmsProvider.ARTEMIS_BUFFERED;
            case ARTEMIS_UNSYNCED -> JmsProvider.ARTEMIS_UNSYNCED;
            case CLASSIC -> JmsProvider.CLASSIC;
            case RING -> Ends.of(HandOver::openSender, HandOver::openReceiver);
            case FDATASYNC -> Ends.of(SyncFloor::new, SyncFloor::readByNobody);
            case SOCKET -> Ends.of(WakeFloor::openSender, WakeFloor::openReceiver);
        };
    }

    public Sender openSender(Setup setup) {
        return ends().openSender(setup);
    }

    /** @param number 0, 1, …: on a topic each receiver has a subscription of its own */
    public Receiver openReceiver(Setup setup, int number) {
        return ends().openReceiver(setup, number);
    }

    public Receiver openReceiver(Setup setup) {
        return openReceiver(setup, 0);
    }

    /** Requests and their replies. */
    public Requests openRequests(Setup setup) {
        return ends().openRequests(setup);
    }

    /** Whether there is anything of a message beside the receiver's memory. */
    public boolean keepsMessages() {
        return this != RING && this != SOCKET;
    }

    /** Whether a message that was sent can be had to survive what this level names. */
    public boolean offers(Durability durability) {
        return switch (this) {
            case CHRONICLE -> durability == Durability.PROCESS;
            case ARTEMIS_UNSYNCED, RING, SOCKET -> false;
            default -> true;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
