package io.foliomq.jms.session;

import org.jspecify.annotations.Nullable;

/**
 * Who a connection says it is. Never shows the password.
 *
 * @param user null = nobody in particular
 */
public record Credentials(@Nullable String user, @Nullable String password) {
    public static final Credentials NONE = new Credentials(null, null);

    Credentials withUser(String newUser) {
        return new Credentials(newUser, password);
    }

    Credentials withPassword(String newPassword) {
        return new Credentials(user, newPassword);
    }

    /** These, or those of the factory if no user is named here. */
    public Credentials orElse(Credentials factory) {
        return user == null ? factory : this;
    }

    @Override
    public String toString() {
        return "user=" + user;
    }
}
