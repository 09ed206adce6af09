package io.foliomq.engine;

import io.foliomq.engine.StoreCheck.Kept;
import io.foliomq.engine.StoreCheck.Salvage;
import io.foliomq.engine.access.UsersFile;
import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.storage.FileBytes;
import io.foliomq.engine.storage.Findings;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreIdentity;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StoreMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Makes a new store of what is intact in a damaged one. The files are copied, by bounded reads that go on behind what cannot be read, and the copy is opened as after a power loss: the repair keeps every record
 * whose checksum is right and says what is gone.
 */
final class StoreSalvage {
    /** No file of a store is longer, whatever became of it. */
    private static final long LONGEST = Integer.MAX_VALUE;

    private static final int PAGE = 4096;
    /** Far above all that a store whose mark is lost can have given. */
    private static final int UNUSED_INCARNATION = 1 << 29;

    private final StoreLayout from;
    private final StoreLayout to;
    private final List<String> dropped = new CopyOnWriteArrayList<>();

    StoreSalvage(StoreLayout from, StoreLayout to) {
        this.from = from;
        this.to = to;
    }

    Salvage run() {
        JvmFlags.require();
        requireUnused();
        requireEmpty();
        List<Path> files =
                StoreCheck.files(from).stream().filter(this::isWanted).toList();
        Findings findings = new Findings();
        StoreIdentity store = StoreIdentity.read(from, files, findings)
                .orElseThrow(() -> new StoreFault(
                        StoreFault.Kind.CORRUPT,
                        "nothing to salvage, no file says which store it is of: directory=" + from.root()));
        to.create();
        files.forEach(file -> copy(file, store));
        writeMark(store);
        dropDamagedUsers(store);
        List<Kept> kept = open();
        deleteUnreadableBodies();
        return new Salvage(dropped.stream().distinct().toList(), kept);
    }

    private void requireUnused() {
        try {
            if (Store.isOpenHere(from.root().toRealPath())) {
                throw inUse("this process");
            }
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "no store here: directory=" + from.root() + ", cause=" + e, e);
        }
        // Not open in this process: so closing these ends no lock of ours.
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(from.members(), "*.lock")) {
            for (Path path : locks) {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
                    if (lock == null) {
                        throw inUse("the member of " + path.getFileName());
                    }
                }
            }
        } catch (NoSuchFileException e) {
            // Without its members nobody is attached.
            return;
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot see who is attached: directory=" + from.members() + ", cause=" + e, e);
        }
    }

    private StoreFault inUse(String who) {
        return new StoreFault(
                StoreFault.Kind.ILLEGAL,
                "store is in use: directory=" + from.root() + ", by=" + who
                        + ", accepted=a store that nobody has open");
    }

    private void requireEmpty() {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(to.root())) {
            if (entries.iterator().hasNext()) {
                throw new StoreFault(
                        StoreFault.Kind.ILLEGAL,
                        "directory of the new store is not empty: directory=" + to.root()
                                + ", accepted=one that is empty or does not exist");
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot read: directory=" + to.root() + ", cause=" + e, e);
        }
    }

    /** Not what belongs to processes, what was on its way out, and what never got its name. */
    private boolean isWanted(Path file) {
        String name = file.getFileName().toString();
        return !file.startsWith(from.members())
                && !file.startsWith(from.trash())
                && !name.contains(".tmp-")
                && !name.contains(".spare-")
                && !name.endsWith(".precreated");
    }

    private void copy(Path file, StoreIdentity store) {
        Path relative = from.root().relativize(file);
        Path target = to.root().resolve(relative);
        try (FileBytes bytes = FileBytes.open(file)) {
            if (bytes.size() > LONGEST) {
                dropped.add("file is too long to be one of a store: file=" + relative + ", bytes=" + bytes.size());
            } else if (StoreIdentity.isForeign(bytes, store.id())) {
                dropped.add("file is of another store, or of another version: file=" + relative);
            } else {
                StoreLayout.makeDirectory(Objects.requireNonNull(target.getParent()));
                copy(bytes, target, relative);
            }
        } catch (StoreFault e) {
            dropped.add("file cannot be read: file=" + relative + ", cause=" + e.getMessage());
        }
    }

    /** Pages of zeros stay holes; pages that cannot be read become some. */
    private void copy(FileBytes bytes, Path target, Path relative) {
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = 0; at < bytes.size(); at += PAGE) {
                int length = (int) Math.min(PAGE, bytes.size() - at);
                byte[] page = read(bytes, at, length, relative);
                boolean last = at + length == bytes.size();
                if (last || !isZero(page)) {
                    ByteBuffer rest = ByteBuffer.wrap(page);
                    while (rest.hasRemaining()) {
                        out.write(rest, at + rest.position());
                    }
                }
            }
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot write: file=" + target + ", cause=" + e, e);
        }
    }

    private byte[] read(FileBytes bytes, long at, int length, Path relative) {
        try {
            return bytes.get(at, length);
        } catch (StoreFault e) {
            dropped.add("page cannot be read: file=" + relative + ", position=" + at + ", cause=" + e.getMessage());
            return new byte[length];
        }
    }

    private static boolean isZero(byte[] page) {
        for (byte b : page) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** One that says that the boot is another: then the copy is repaired when it is opened. */
    private void writeMark(StoreIdentity store) {
        try {
            if (!store.whole()) {
                Files.deleteIfExists(to.mark());
                StoreMark.recreate(to, store, options().clock().time(), UNUSED_INCARNATION);
                dropped.add("store.mark is damaged and was made anew: store=" + store.id());
            }
            try (StoreMark mark = StoreMark.open(to)) {
                mark.bootId(new BootId(0, 0));
            }
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot write: file=" + to.mark() + ", cause=" + e, e);
        }
    }

    private void dropDamagedUsers(StoreIdentity store) {
        try {
            new UsersFile(to, store.id(), () -> 0).check();
        } catch (StoreFault e) {
            dropped.add("users are damaged, the new store admits everybody: " + e.getMessage());
            MappedFile.deleteQuietly(to.users());
        }
    }

    private StoreOptions options() {
        return StoreOptions.at(to.root())
                .withDiskReserveBytes(0)
                .withErrorHandler(failure ->
                        dropped.add(String.valueOf(failure.getMessage()).replace(to.root() + "/", "")));
    }

    private List<Kept> open() {
        List<Kept> kept = new ArrayList<>();
        try (Store store = Store.open(options())) {
            for (DestinationKind kind : DestinationKind.values()) {
                for (Destination destination : store.destinations(kind)) {
                    for (Subscription subscription : destination.subscriptions()) {
                        dropUnreadable(subscription);
                        kept.add(new Kept(kind, destination.name(), subscription.name(), subscription.depth()));
                    }
                }
            }
        }
        return kept;
    }

    /** What the repair did not read: payloads outside of the log. A tailer settles what it cannot read, and this one wants nothing else. */
    private static void dropUnreadable(Subscription subscription) {
        TailerOptions nothing = TailerOptions.DEFAULT.withFilter(record -> false, TailerOptions.Mismatch.SKIP);
        try (Tailer tailer = subscription.openTailer(nothing)) {
            if (tailer.poll() != null) {
                throw new IllegalStateException("delivered what was not wanted: subscription=" + subscription.name());
            }
        }
    }

    /** Nobody refers to them any more; whoever looked at the new store would find them damaged. */
    private void deleteUnreadableBodies() {
        for (StoreCheck.Finding finding : StoreCheck.verify(to.root()).findings()) {
            Path file = to.root().resolve(finding.file());
            if (Objects.requireNonNull(file.getParent()).endsWith("log/large")) {
                MappedFile.deleteQuietly(file);
            }
        }
    }
}
