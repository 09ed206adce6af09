package io.foliomq.cli;

import java.time.Duration;
import java.time.Instant;

/** Points and spans of time, for people. */
final class Ages {
    private Ages() {}

    /** ISO-8601, UTC. */
    static String instant(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }

    /** The largest two units that matter: {@code 3d4h}, {@code 12m5s}, {@code 80ms}. */
    static String span(long ms) {
        Duration span = Duration.ofMillis(Math.max(0, ms));
        if (span.toDays() > 0) {
            return span.toDays() + "d" + span.toHoursPart() + "h";
        } else if (span.toHours() > 0) {
            return span.toHours() + "h" + span.toMinutesPart() + "m";
        } else if (span.toMinutes() > 0) {
            return span.toMinutes() + "m" + span.toSecondsPart() + "s";
        }
        return span.toSeconds() > 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
    }
}
