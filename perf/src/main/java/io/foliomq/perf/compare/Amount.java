package io.foliomq.perf.compare;

/** What a cell has a number of, and how many if nothing is said. */
enum Amount {
    /** Bytes of a message. */
    SIZE(100),
    SENDERS(1),
    /** Of a topic, each has a subscription. */
    RECEIVERS(1),
    /** Messages of a transaction; 1 = none. */
    BATCH(1),
    PROCESSES(1),
    /** Messages a second, where the kind has one. */
    RATE(0),
    /** Messages that lie unread, where the kind has them. */
    BACKLOG(0),
    /** 1 = a sender clears, fills and sends one message object again and again; 0 = it makes each anew. */
    REFILLED(0);

    private final long usual;

    Amount(long usual) {
        this.usual = usual;
    }

    long usual() {
        return usual;
    }
}
