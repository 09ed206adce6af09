package io.foliomq.engine.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Where everything is inside a store directory. The only place that knows a file name.
 *
 * <pre>
 *   store.mark
 *   repair.lock
 *   users  users.lock
 *   members/&lt;slot&gt;            members/&lt;slot&gt;.lock  members/&lt;slot&gt;.bell
 *   members/&lt;slot&gt;.inbox      members/&lt;slot&gt;.places
 *   names/&lt;name&gt;              one lock file a reserved name (client ids)
 *   queues/&lt;name&gt;/  topics/&lt;name&gt;/
 *       destination
 *       log/p&lt;priority&gt;/          lane, &lt;segment&gt;.positions, &lt;cycle&gt;.cq4
 *       log/large/                bodies too large for a segment
 *       subscriptions/&lt;name&gt;/     subscription, p&lt;priority&gt;-&lt;segment&gt;.ledger
 *   transactions/&lt;n&gt;.tx
 * </pre>
 */
public record StoreLayout(Path root) {
    public Path mark() {
        return root.resolve("store.mark");
    }

    /** Equal as long as the mark is the same file; without one, equal to nothing. */
    public Object markKey() {
        try {
            Object key = Files.readAttributes(mark(), BasicFileAttributes.class).fileKey();
            return key == null ? new Object() : key;
        } catch (IOException e) {
            return new Object();
        }
    }

    /** Locked by who repairs the store after a power loss; empty. */
    public Path repairLock() {
        return root.resolve("repair.lock");
    }

    /** Who may use the store through its API; there is none until the first user is added. */
    public Path users() {
        return root.resolve("users");
    }

    /** Locked by who changes the users; empty. */
    public Path usersLock() {
        return root.resolve("users.lock");
    }

    public Path members() {
        return root.resolve("members");
    }

    public Path member(int slot) {
        return members().resolve(Integer.toString(slot));
    }

    /** The file whose lock is the life of the member in this slot; empty, never read and never deleted. */
    public Path memberLock(int slot) {
        return members().resolve(slot + ".lock");
    }

    public Path bell(int slot) {
        return members().resolve(slot + ".bell");
    }

    public Path inbox(int slot) {
        return members().resolve(slot + ".inbox");
    }

    public Path names() {
        return root.resolve("names");
    }

    public Path queues() {
        return root.resolve("queues");
    }

    public Path topics() {
        return root.resolve("topics");
    }

    public Path transactions() {
        return root.resolve("transactions");
    }

    /** Deleted destinations on their way out. */
    public Path trash() {
        return root.resolve("trash");
    }

    /** Forces the names in a directory, and those of so many directories above it, to stable storage. */
    public static void forceNames(Path directory, int levels) {
        Path at = directory.toAbsolutePath();
        for (int up = 0; up <= levels && at != null; up++) {
            Path entries = at;
            Uninterrupted.repeat(() -> forceEntries(entries));
            at = at.getParent();
        }
    }

    /** As {@link #forceNames}, of a directory that somebody may delete meanwhile: then nothing in it is to survive. */
    public static void forceNamesIfThere(Path directory, int levels) {
        try {
            forceNames(directory, levels);
        } catch (StoreFault e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e;
            }
        }
    }

    /** Forces what was written into a file, through whatever mapping, to stable storage. */
    public static void forceFile(Path file) {
        Uninterrupted.repeat(() -> {
            try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            } catch (IOException e) {
                throw MappedFile.io("cannot sync file", file, e);
            }
        });
    }

    private static void forceEntries(Path directory) {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (IOException e) {
            throw MappedFile.io("cannot sync directory", directory, e);
        }
    }

    /** Makes the directories of a store, for the owner only. */
    public void create() {
        makeRoot(root);
        makeDirectory(members());
        makeDirectory(names());
        makeDirectory(queues());
        makeDirectory(topics());
        makeDirectory(transactions());
        makeDirectory(trash());
    }

    /** Fails if this directory of a store is a symbolic link: what it leads to is not the store's. */
    public static void refuseLink(Path directory) {
        try {
            OwnerOnly.refuseLink(directory);
        } catch (IOException e) {
            throw MappedFile.io("cannot open directory", directory, e);
        }
    }

    /** As {@link #makeDirectory}, for the store itself: the way to it may lead over symbolic links. */
    public static void makeRoot(Path directory) {
        try {
            OwnerOnly.createDirectories(directory);
        } catch (IOException e) {
            throw MappedFile.io("cannot make directory", directory, e);
        }
    }

    /** Makes the directory and its parents, for the owner only; no error if it exists and is no symbolic link. */
    public static void makeDirectory(Path directory) {
        refuseLink(directory);
        try {
            OwnerOnly.createDirectories(directory);
        } catch (IOException e) {
            throw MappedFile.io("cannot make directory", directory, e);
        }
    }
}
