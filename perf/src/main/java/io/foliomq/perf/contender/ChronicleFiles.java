package io.foliomq.perf.contender;

import java.nio.file.Path;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** Chronicle Queue as it comes: its default block size, one file a day, sparse index by default. */
final class ChronicleFiles {
    static {
        for (String feature : new String[] {"analytics", "announcer", "disk.monitor"}) {
            String property = "chronicle." + feature + ".disable";
            if (System.getProperty(property) == null) {
                System.setProperty(property, "true");
            }
        }
    }

    private ChronicleFiles() {}

    static SingleChronicleQueue open(Path directory) {
        return SingleChronicleQueueBuilder.binary(directory)
                .rollCycle(RollCycles.FAST_DAILY)
                .build();
    }
}
