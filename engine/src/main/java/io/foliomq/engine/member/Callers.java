package io.foliomq.engine.member;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many connections of others a doorbell keeps. */
final class Callers {
    /** As many as there can be members, twice; beyond it connections are closed at once, which rings as well as a byte would. */
    static final int MOST = 2 * Member.SLOTS;

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String OPEN_FILES = "Max open files";

    private Callers() {}

    /** {@value #MOST}, or a quarter of the descriptors that this process may have: the rest is for what it opens itself. */
    static int mostOfThisProcess() {
        try {
            return Files.isReadable(LIMITS) ? most(Files.readAllLines(LIMITS)) : MOST;
        } catch (IOException e) {
            return MOST;
        }
    }

    static int most(List<String> limits) {
        for (String line : limits) {
            if (line.startsWith(OPEN_FILES)) {
                String soft = line.substring(OPEN_FILES.length()).trim().split("\\s+")[0];
                return soft.matches("\\d{1,18}") ? (int) Math.min(MOST, Long.parseLong(soft) / 4) : MOST;
            }
        }
        return MOST;
    }
}
