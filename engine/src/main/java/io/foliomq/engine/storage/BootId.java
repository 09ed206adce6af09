package io.foliomq.engine.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Tells one boot of the machine from the next: what the page cache held before another boot may be lost. */
public record BootId(long high, long low) {
    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    /** The id of the running kernel; where there is none, a random one, so that every open counts as a new boot. */
    public static BootId current() {
        UUID id;
        try {
            id = Files.isReadable(LINUX)
                    ? UUID.fromString(Files.readString(LINUX).trim())
                    : UUID.randomUUID();
        } catch (IOException e) {
            id = UUID.randomUUID();
        }
        return new BootId(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
