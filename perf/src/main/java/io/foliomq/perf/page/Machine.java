package io.foliomq.perf.page;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where and when. */
public record Machine(
        String processor, int processors, long memoryBytes, String system, String java, double load, String time) {
    public static Machine ofThis() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                processorName(),
                system.getAvailableProcessors(),
                system.getTotalMemorySize(),
                system.getName() + " " + system.getVersion(),
                Runtime.version().toString(),
                system.getSystemLoadAverage(),
                LocalDateTime.now(ZoneOffset.UTC)
                        .format(DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ROOT)));
    }

    private static String processorName() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    public String text() {
        return String.format(
                Locale.ROOT,
                "%s UTC, %d × %s, %.0f GiB, %s, JDK %s, load average before it %.1f.",
                time,
                processors,
                processor,
                memoryBytes / (double) (1 << 30),
                system,
                java,
                load);
    }
}
