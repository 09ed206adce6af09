package io.foliomq.engine.log;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** What the files of a segment are called in the lane's directory: as Chronicle Queue calls them that rolls every five minutes and whose clock shows the segment's number. */
final class SegmentNames {
    private static final long CYCLE_MS = 300_000;
    private static final DateTimeFormatter STEM =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm'V'").withZone(ZoneOffset.UTC);
    private static final String LOG = ".cq4";
    private static final String KEPT = ".kept";
    private static final String SPARE = ".precreated";

    private SegmentNames() {}

    static Path log(Path lane, long segment) {
        return lane.resolve(stem(segment) + LOG);
    }

    /** The log of a segment that a repair has found worth keeping, and that nobody appends to. */
    static Path kept(Path lane, long segment) {
        return lane.resolve(stem(segment) + KEPT);
    }

    /** The log under the one name or the other. */
    static Path present(Path lane, long segment) {
        Path kept = kept(lane, segment);
        return Files.exists(kept) ? kept : log(lane, segment);
    }

    /** The log of a segment before it is used. */
    static Path spare(Path lane, long segment) {
        return lane.resolve(stem(segment) + SPARE);
    }

    /** The segment whose log, kept or not, is called so; -1 if none is. */
    static long segmentOf(String fileName) {
        boolean named = fileName.endsWith(LOG) || fileName.endsWith(KEPT);
        if (!named) {
            return -1;
        }
        try {
            String stem = fileName.substring(0, fileName.lastIndexOf('.'));
            long ms = LocalDateTime.parse(stem, STEM).toInstant(ZoneOffset.UTC).toEpochMilli();
            return ms % CYCLE_MS == 0 ? ms / CYCLE_MS : -1;
        } catch (DateTimeParseException e) {
            return -1;
        }
    }

    private static String stem(long segment) {
        return STEM.format(Instant.ofEpochMilli(segment * CYCLE_MS));
    }
}
