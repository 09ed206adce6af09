package io.foliomq.perf.measure;

import io.foliomq.engine.Durability;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.contender.Setup;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every workload that moves messages from a sender to a receiver. */
public final class Transport {
    @Option(
            names = "--size",
            defaultValue = "100",
            description = "bytes of a message, " + Setup.SMALLEST + ".." + Setup.LARGEST + " (default: 100)")
    int size;

    @Option(
            names = "--processes",
            defaultValue = "1",
            description = "1: sender and receiver are threads; 2: they are processes (default: 1)")
    int processes;

    @Option(
            names = "--wait",
            defaultValue = "spin",
            description = "how the receiver waits: ${COMPLETION-CANDIDATES} (default: spin)")
    WaitPolicy waiting = WaitPolicy.SPIN;

    @Option(
            names = "--durability",
            defaultValue = "process",
            description = "what a sent message survives: ${COMPLETION-CANDIDATES} (default: process)")
    Durability durability = Durability.PROCESS;

    @Mixin
    StoresPlace stores = new StoresPlace();

    /** Fails with a message that says what is accepted. */
    public void verify() {
        if (processes < 1 || processes > 2) {
            throw new IllegalArgumentException("--processes: value=" + processes + ", accepted=1..2");
        }
        setup(stores.directory());
    }

    public int processes() {
        return processes;
    }

    public int size() {
        return size;
    }

    public Durability durability() {
        return durability;
    }

    public Path directory() {
        return stores.directory();
    }

    public Setup setup(Path store) {
        return new Setup(store, size, waiting, durability);
    }

    @Override
    public String toString() {
        return size + " B, " + (processes == 1 ? "1 process" : "2 processes") + ", wait=" + waiting + ", durability="
                + durability;
    }
}
