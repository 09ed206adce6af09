package io.foliomq.engine.access;

import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/** The users of one store, as they are at this moment: the file is read at each question. Thread-safe, and safe between processes. */
public final class UsersFile {
    /** By store, not by attachment: a process that opens and closes the store for each message asks once. */
    private static final Map<StoreId, Admitted> ADMITTED = new ConcurrentHashMap<>();

    private static final Object CHANGING = new Object();

    private final StoreLayout layout;
    private final StoreId storeId;
    private final EpochClock clock;
    private final int iterations;
    private final Admitted admitted;

    public UsersFile(StoreLayout layout, StoreId storeId, EpochClock clock) {
        this(layout, storeId, clock, PasswordHash.ITERATIONS);
    }

    /** @param iterations of the hashes of new passwords */
    UsersFile(StoreLayout layout, StoreId storeId, EpochClock clock, int iterations) {
        this.layout = layout;
        this.storeId = storeId;
        this.clock = clock;
        this.iterations = iterations;
        this.admitted = ADMITTED.computeIfAbsent(storeId, id -> new Admitted());
    }

    /** By name. */
    public List<String> names() {
        return List.copyOf(read().users().keySet());
    }

    public boolean isAnonymousAllowed() {
        UserList list = read();
        return list.users().isEmpty() || list.anonymous();
    }

    /** Whether this name and password may use the store; no name is anonymous. Takes the same time for a wrong name as for a wrong password. */
    public boolean admits(@Nullable String name, @Nullable String password) {
        UserList list = read();
        if (list.users().isEmpty()) {
            return true;
        }
        if (name == null || name.isEmpty()) {
            return list.anonymous();
        }
        String given = password == null ? "" : password;
        if (admitted.isKnown(list.nonce(), name, given)) {
            return true;
        }
        PasswordHash hash = list.users().get(name);
        int costliest = list.costliest();
        boolean right = (hash == null ? PasswordHash.ofNothing(costliest) : hash).matches(given, costliest);
        if (right && hash != null) {
            admitted.keep(list.nonce(), name, given);
            return true;
        }
        return false;
    }

    public void add(String name, String password) {
        requireName(name);
        PasswordHash hash = hash(password);
        change(list -> {
            if (list.users().containsKey(name)) {
                throw illegal("user exists: user=" + name + ", advice=change the password instead");
            }
            if (list.users().size() >= UsersDescriptor.MOST_USERS) {
                throw new StoreFault(StoreFault.Kind.LIMIT, "too many users: accepted=" + UsersDescriptor.MOST_USERS);
            }
            list.users().put(name, hash);
            return list;
        });
    }

    public void changePassword(String name, String password) {
        PasswordHash hash = hash(password);
        change(list -> {
            requireUser(list, name);
            list.users().put(name, hash);
            return list;
        });
    }

    /** @param last whether it may be the last one, after whom the store admits everybody */
    public void remove(String name, boolean last) {
        change(list -> {
            requireUser(list, name);
            if (list.users().size() == 1 && !last) {
                throw illegal("user is the last one, without whom the store admits everybody: user=" + name);
            }
            list.users().remove(name);
            return list;
        });
    }

    public void allowAnonymous(boolean allowed) {
        change(list -> {
            if (list.users().isEmpty()) {
                throw illegal("store has no users, and admits everybody: store=" + layout.root());
            }
            return list.withAnonymous(allowed);
        });
    }

    private PasswordHash hash(String password) {
        if (password.isEmpty()) {
            throw illegal("password is empty: accepted=one character or more");
        }
        return PasswordHash.of(password, iterations);
    }

    private static void requireName(String name) {
        boolean accepted = !name.isBlank()
                && name.length() <= UsersDescriptor.LONGEST_NAME
                && name.chars().noneMatch(Character::isISOControl);
        if (!accepted) {
            throw illegal("user name: value=" + name.replaceAll("\\p{Cntrl}", "?") + ", accepted=1 to "
                    + UsersDescriptor.LONGEST_NAME + " characters without control characters, not all blank");
        }
    }

    private void requireUser(UserList list, String name) {
        if (!list.users().containsKey(name)) {
            throw illegal("no such user: user=" + name + ", store=" + layout.root());
        }
    }

    private static StoreFault illegal(String message) {
        return new StoreFault(StoreFault.Kind.ILLEGAL, message);
    }

    /** Fails with {@link StoreFault.Kind#CORRUPT} if the file is damaged; no file is no failure. */
    public void check() {
        read();
    }

    private UserList read() {
        return WholeFile.read(layout.users(), FileKind.USERS, storeId, UsersDescriptor.LONGEST)
                .map(content -> UserList.decode(content, layout.users()))
                .orElseGet(UserList::empty);
    }

    /** One change at a time, over all processes. */
    private void change(UnaryOperator<UserList> change) {
        synchronized (CHANGING) {
            try (FileChannel lock =
                    OwnerOnly.open(layout.usersLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                sweep();
                UserList changed = change.apply(read());
                WholeFile.replace(layout.users(), FileKind.USERS, storeId, clock.time(), changed.encode());
            } catch (IOException e) {
                throw new StoreFault(
                        StoreFault.Kind.IO, "cannot change users: file=" + layout.users() + ", cause=" + e, e);
            } catch (OverlappingFileLockException e) {
                throw new StoreFault(
                        StoreFault.Kind.HELD, "users are being changed by this process: file=" + layout.users(), e);
            }
        }
    }

    /** What a process left that died while it changed them. */
    private void sweep() throws IOException {
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(layout.root(), layout.users().getFileName() + ".tmp-*")) {
            for (Path path : left) {
                Files.deleteIfExists(path);
            }
        }
    }
}
