package io.foliomq.jms.destination;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which subscription a consumer on a topic wants. The four factories are the four kinds of specification section 8.3, and they
 * check what that kind needs.
 *
 * @param topic what is subscribed to.
 * @param durable whether the subscription outlives its consumers.
 * @param shared whether it may have several consumers.
 * @param name its name; null for an unshared non-durable one only.
 * @param clientId the client identifier that its name is relative to, or null.
 * @param selector the text of the message selector; null for none, never blank.
 * @param noLocal whether messages of the own connection (durable: of the own client identifier) are left out.
 */
public record SubscriptionSpec(
        FolioTopic topic,
        boolean durable,
        boolean shared,
        @Nullable String name,
        @Nullable String clientId,
        @Nullable String selector,
        boolean noLocal) {
    /** The longest accepted subscription name. The specification asks for 128 at least. */
    public static final int MAX_NAME_LENGTH = 1024;

    private static final String DURABLE = "durable";
    private static final String SHARED = "shared";
    private static final String ACCEPTED_NAME =
            "accepted=1 to " + MAX_NAME_LENGTH + " characters without control characters";

    public SubscriptionSpec {
        selector = selector == null || selector.isBlank() ? null : selector;
        if (shared && noLocal) {
            throw new IllegalArgumentException("subscription: shared=true, noLocal=true, accepted=one of them");
        }
        if ((durable || shared) != (name != null)) {
            throw new IllegalArgumentException(
                    "subscription: durable=" + durable + ", shared=" + shared + ", name=" + name);
        }
    }

    /** One consumer, gone with it. */
    public static SubscriptionSpec unshared(
            FolioTopic topic, @Nullable String clientId, @Nullable String selector, boolean noLocal) {
        return new SubscriptionSpec(topic, false, false, null, clientId, selector, noLocal);
    }

    /**
     * Named, one consumer at a time, kept while there is none.
     *
     * @throws IllegalStateException if there is no client identifier.
     * @throws JMSException if the name is not acceptable.
     */
    public static SubscriptionSpec unsharedDurable(
            FolioTopic topic,
            @Nullable String name,
            @Nullable String clientId,
            @Nullable String selector,
            boolean noLocal)
            throws JMSException {
        String checked = requireName(name);
        if (clientId == null) {
            throw new IllegalStateException(
                    "unshared durable subscription needs a client identifier: topic=" + topic + ", name=" + name);
        }
        return new SubscriptionSpec(topic, true, false, checked, clientId, selector, noLocal);
    }

    /**
     * Named, several consumers that share its messages, gone with the last of them.
     *
     * @throws JMSException if the name is not acceptable.
     */
    public static SubscriptionSpec shared(
            FolioTopic topic, @Nullable String name, @Nullable String clientId, @Nullable String selector)
            throws JMSException {
        return new SubscriptionSpec(topic, false, true, requireName(name), clientId, selector, false);
    }

    /**
     * Named, several consumers that share its messages, kept while there is none.
     *
     * @throws JMSException if the name is not acceptable.
     */
    public static SubscriptionSpec sharedDurable(
            FolioTopic topic, @Nullable String name, @Nullable String clientId, @Nullable String selector)
            throws JMSException {
        return new SubscriptionSpec(topic, true, true, requireName(name), clientId, selector, false);
    }

    /**
     * The name, checked. Wider than specification section 4.2.4 asks for (Java letters and digits, {@code _ . -}, 128
     * characters), because the engine stores any name.
     *
     * @throws JMSException naming the value and what is accepted.
     */
    public static String requireName(@Nullable String name) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new JMSException(
                    "subscription name: value=" + (name == null ? "null" : "\"\"") + ", " + ACCEPTED_NAME);
        }
        if (name.length() > MAX_NAME_LENGTH) {
            throw new JMSException("subscription name: length=" + name.length() + ", " + ACCEPTED_NAME);
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new JMSException(
                    "subscription name: has a control character, length=" + name.length() + ", " + ACCEPTED_NAME);
        }
        return name;
    }

    /**
     * What identifies a named subscription in its store: client identifier and name, unambiguously, and whether it is durable,
     * because a durable and a shared non-durable one of the same name may coexist (section 8.3.4). The topic is not part of it.
     *
     * @throws java.lang.IllegalStateException for an unshared non-durable one, which has no name.
     */
    public String identity() {
        if (name == null) {
            throw new java.lang.IllegalStateException("subscription has no name: topic=" + topic);
        }
        return identity(durable, clientId, name);
    }

    /** The {@link #identity()} of the durable subscription of that client identifier and name, as {@code unsubscribe} needs it. */
    public static String durableIdentity(@Nullable String clientId, String name) {
        return identity(true, clientId, name);
    }

    private static String identity(boolean durable, @Nullable String clientId, String name) {
        return (durable ? DURABLE : SHARED) + ":" + (clientId == null ? "-" : clientId.length() + ":" + clientId) + ":"
                + name;
    }

    /**
     * A name in the store for a shared non-durable one. It is deleted with its last consumer, and what comes then under the same identity
     * is another one, though messages of the first may still be unacknowledged: so each has a name of its own.
     *
     * @param unique tells it from those before, without a colon.
     */
    public String incarnation(String unique) {
        return SHARED + "@" + unique + identity().substring(SHARED.length());
    }

    /** Whether the name in the store is an {@link #incarnation} of this. */
    public boolean isIncarnation(String storedName) {
        int unique = storedName.indexOf(':');
        return storedName.startsWith(SHARED + "@")
                && unique > 0
                && storedName.substring(unique).equals(identity().substring(SHARED.length()));
    }

    /** Whether both deliver the same messages; if not, opening an inactive durable one anew replaces it (section 8.3.3). */
    public boolean selectsLike(SubscriptionSpec other) {
        return topic.equals(other.topic) && noLocal == other.noLocal && Objects.equals(selector, other.selector);
    }
}
