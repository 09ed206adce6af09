package io.foliomq.engine.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Temporary files of processes that died before these got their names. Nothing in the name says whose it is; one that nobody has written to for {@value #AGE_MINUTES} minutes is taken for nobody's. Who was only stopped for so long
 * fails when it goes on, with nothing done.
 */
public final class StrayFiles {
    static final int AGE_MINUTES = 10;

    private StrayFiles() {}

    /** Deletes those in this directory, not below it. What cannot be deleted stays. */
    public static void delete(Path directory, long nowMs) {
        if (Files.isSymbolicLink(directory)) {
            return;
        }
        long old = nowMs - TimeUnit.MINUTES.toMillis(AGE_MINUTES);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + NewFile.TEMPORARY + "*")) {
            for (Path file : found) {
                if (Files.getLastModifiedTime(file).toMillis() < old) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            // They cost a little disk and do no harm; the directory may be on its way out.
            return;
        }
    }
}
