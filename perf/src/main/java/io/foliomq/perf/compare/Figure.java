package io.foliomq.perf.compare;

import java.util.Locale;

/** What can be measured in a cell, and how it is written. */
enum Figure {
    PER_SECOND("messages/s", 1, "%,.0f"),
    P50("p50, µs", 1e-3, "%.2f"),
    P99("p99, µs", 1e-3, "%.2f"),
    P999("p99.9, µs", 1e-3, "%.1f"),
    MOST("max, µs", 1e-3, "%.0f"),
    /** Processor time of the whole process. */
    CPU_NANOS("CPU s/million", 1e-3, "%.2f"),
    /** Heap that all threads of the process allocated. */
    HEAP_ALLOCATED("heap allocated, B/message", 1, "%.0f"),
    /** Processor time of the sending thread alone. */
    SEND_CPU_NANOS("CPU ns/send", 1, "%.0f"),
    RECEIVE_CPU_NANOS("CPU ns/receive", 1, "%.0f"),
    /** Wall time of a message sent and received. */
    PAIR_NANOS("ns/message", 1, "%.0f"),
    /** The same over that of the empty store, measured in turn. */
    OF_EMPTY("÷ empty", 1, "%.3f"),
    DISK_HELD("disk, B/message", 1, "%.1f"),
    HEAP_HELD("heap held, B/message", 1, "%.2f"),
    OPEN_NANOS("open to first message, ms", 1e-6, "%.2f"),
    /** From starting a JVM, and over that of the empty store. */
    START_NANOS("start of a JVM to first message, ms", 1e-6, "%.0f"),
    START_OF_EMPTY("start ÷ empty", 1, "%.3f"),
    IDLE_CPU_PERCENT("idle CPU, % of a core", 1, "%.3f"),
    /** Of a process that is nothing but a virtual machine, at the same time. */
    EMPTY_CPU_PERCENT("empty JVM, % of a core", 1, "%.3f"),
    /** 1 if the rate was kept, 0 if not. */
    SUSTAINED("rate kept", 1, "%.0f");

    private final String title;
    private final double factor;
    private final String format;

    Figure(String title, double factor, String format) {
        this.title = title;
        this.factor = factor;
        this.format = format;
    }

    String title() {
        return title;
    }

    String text(double value) {
        return String.format(Locale.ROOT, format, value * factor);
    }
}
