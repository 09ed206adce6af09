package io.foliomq.engine;

import io.foliomq.engine.access.UsersFile;
import io.foliomq.engine.member.MemberCheck;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.Findings;
import io.foliomq.engine.storage.RepairScope;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreIdentity;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.transaction.TransactionCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at every file of a store, also of one that does not open: read-only, by bounded reads and no mapping, attached to nothing. Needs no JVM flags.
 *
 * <p>Found is what a checksum or another file contradicts: every record and large payload by its checksum, every header, names, users and transactions likewise; positions by the records they lead to; slots by their
 * states, by the cursor and by the counts. What nothing contradicts is not found: the delivery count of a message, the time at which a deferred one is due.
 */
public final class StoreCheck {
    private final StoreLayout layout;
    private final Findings findings = new Findings();
    private long records;
    private boolean quiet = true;

    private StoreCheck(Path directory) {
        this.layout = new StoreLayout(directory);
    }

    /**
     * One thing that is not as it should be.
     *
     * @param file relative to the store
     * @param position in the file, bytes
     */
    public record Finding(String file, long position, String field, String expected, String actual) {
        @Override
        public String toString() {
            return "file=" + file + ", position=" + position + ", field=" + field + ", expected=" + expected
                    + ", actual=" + actual;
        }
    }

    /**
     * What a check found.
     *
     * @param findings the first thousand
     * @param count of all of them
     * @param files that were looked at
     * @param records that were looked at
     * @param inUse whether somebody is attached, or died and was not reaped: then counts move, and are not compared
     */
    public record Report(List<Finding> findings, long count, long files, long records, boolean inUse) {
        public boolean isWhole() {
            return count == 0;
        }
    }

    /**
     * Looks at the store in this directory. Others may use it meanwhile; for as long as the files take to read.
     *
     * @throws EngineException there is no such directory, or the operating system refuses to read it
     */
    public static Report verify(Path directory) {
        try {
            StoreCheck check = new StoreCheck(directory);
            check.run();
            List<Finding> found = check.findings.found().stream()
                    .map(finding -> new Finding(
                            directory.relativize(finding.file()).toString(),
                            finding.position(),
                            finding.field(),
                            finding.expected(),
                            finding.actual()))
                    .toList();
            return new Report(found, check.findings.count(), check.findings.files(), check.records, !check.quiet);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    /**
     * Copies what is intact of a store that nobody uses into a new one: the messages that are not settled, by destination and subscription, in their order, with their identity; and says what is not in the new store. The
     * damaged one stays as it is.
     *
     * @param into the new store's directory, which does not exist yet or is empty
     * @throws IllegalUseException somebody is attached to the damaged one, or the new directory has something in it
     */
    public static Salvage salvage(Path damaged, Path into) {
        try {
            return new StoreSalvage(new StoreLayout(damaged), new StoreLayout(into)).run();
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    /**
     * What came of a salvage.
     *
     * @param dropped what is not in the new store, in sentences
     * @param kept what is
     */
    public record Salvage(List<String> dropped, List<Kept> kept) {}

    /**
     * What the new store holds for one subscription.
     *
     * @param subscription empty for a queue's only one
     */
    public record Kept(DestinationKind kind, String destination, String subscription, long messages) {}

    /** The files of a store that hold anything, links left alone. Never those that are locked: to close one would end the locks that this process has on it. */
    static List<Path> files(StoreLayout layout) {
        try (Stream<Path> walk = Files.walk(layout.root())) {
            return walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> !path.toString().endsWith(".lock") && !path.startsWith(layout.names()))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot list: directory=" + layout.root() + ", cause=" + e, e);
        }
    }

    private void run() {
        Optional<StoreIdentity> identity = StoreIdentity.read(layout, files(layout), findings);
        if (identity.isEmpty()) {
            findings.add(layout.mark(), 0, "file", "a store", "no file that says which store it is of");
            return;
        }
        StoreIdentity store = identity.get();
        lookAtMembers(store);
        lookAtUsers(store);
        for (Path path : RepairScope.list(layout.transactions())) {
            if (path.toString().endsWith(".tx")) {
                TransactionCheck.look(path, store.id(), findings);
            }
        }
        for (DestinationKind kind : DestinationKind.values()) {
            Path parent = kind == DestinationKind.QUEUE ? layout.queues() : layout.topics();
            for (Path directory : RepairScope.list(parent)) {
                DestinationCheck check = new DestinationCheck(directory, kind, store, findings, quiet);
                check.run();
                records += check.records();
            }
        }
    }

    private void lookAtMembers(StoreIdentity store) {
        for (Path path : RepairScope.list(layout.members())) {
            String name = path.getFileName().toString();
            if (name.matches("\\d{1,4}")) {
                quiet &= !MemberCheck.look(path, Integer.parseInt(name), store.id(), findings);
            } else if (name.matches("\\d{1,4}\\.inbox")) {
                findings.inside(path, FileKind.INBOX, store.id(), 0, inbox -> {});
            }
        }
    }

    private void lookAtUsers(StoreIdentity store) {
        try {
            new UsersFile(layout, store.id(), () -> 0).check();
        } catch (StoreFault e) {
            findings.add(layout.users(), 0, "users", "users and their crc", String.valueOf(e.getMessage()));
        }
    }
}
