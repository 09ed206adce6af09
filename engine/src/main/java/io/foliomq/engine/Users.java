package io.foliomq.engine;

import io.foliomq.engine.access.UsersFile;
import io.foliomq.engine.storage.StoreFault;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a store through the layer above. A store without users admits everybody; with the first one it admits users by their passwords, and nobody who gives no name unless that is {@linkplain
 * #allowAnonymous allowed}. The engine itself asks nobody: the layer above calls {@link #admits}.
 *
 * <p>This guards the API. Whoever may write the files of the store can do without it: their permissions guard the bytes.
 *
 * <p>Thread-safe. A change is seen by all processes at once, ends no connection that is open, and survives power loss once the call has returned.
 */
public final class Users {
    private final UsersFile file;

    Users(UsersFile file) {
        this.file = file;
    }

    /** By name; none = everybody is admitted. */
    public List<String> names() {
        return translated(file::names);
    }

    /** Whether somebody who gives no name is admitted. */
    public boolean isAnonymousAllowed() {
        return translated(file::isAnonymousAllowed);
    }

    /**
     * Whether somebody may use the store. The first time in a process, and whenever it is wrong, it takes as long as the slow hash of a password (tenths of a second); a wrong name takes as long as a wrong
     * password.
     *
     * @param name {@code null} or empty = none is given
     */
    public boolean admits(@Nullable String name, @Nullable String password) {
        return translated(() -> file.admits(name, password));
    }

    /** Adds a user; fails with {@link IllegalUseException} if there is one of this name, or if name or password is not acceptable. */
    public void add(String name, String password) {
        run(() -> file.add(name, password));
    }

    /** Fails with {@link IllegalUseException} if there is no such user. */
    public void changePassword(String name, String password) {
        run(() -> file.changePassword(name, password));
    }

    /** Removes a user; fails with {@link IllegalUseException} if there is none of this name, or if it is the last one. */
    public void remove(String name) {
        run(() -> file.remove(name, false));
    }

    /** As {@link #remove}, the last one too: then the store admits everybody. */
    public void removeEvenLast(String name) {
        run(() -> file.remove(name, true));
    }

    /** Says whether somebody who gives no name is admitted; fails with {@link IllegalUseException} if there are no users. */
    public void allowAnonymous(boolean allowed) {
        run(() -> file.allowAnonymous(allowed));
    }

    private static void run(Runnable action) {
        translated(() -> {
            action.run();
            return true;
        });
    }

    private static <T> T translated(Supplier<T> action) {
        try {
            return action.get();
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }
}
