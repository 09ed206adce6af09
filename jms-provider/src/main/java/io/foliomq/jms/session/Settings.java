package io.foliomq.jms.session;

import io.foliomq.engine.Limits;
import io.foliomq.engine.StoreOptions;
import io.foliomq.jms.message.ObjectPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a connection factory says.
 *
 * @param store how the store is opened
 * @param lingerMillis how long it stays open after the last connection of this JVM
 * @param limits of destinations that a connection makes; null = the engine's own
 * @param clientId of each connection; null = none
 * @param credentials of each connection that is not given others
 * @param userIds whether each message that is sent says who sent it
 * @param objects what received object messages may read
 * @param redelivery after a failed delivery
 * @param consumers how they share a destination
 * @param deadLetters where messages go that failed too often
 */
public record Settings(
        StoreOptions store,
        long lingerMillis,
        @Nullable Limits limits,
        @Nullable String clientId,
        Credentials credentials,
        boolean userIds,
        ObjectPolicy objects,
        PolicyTable<RedeliveryPolicy> redelivery,
        PolicyTable<ConsumerPolicy> consumers,
        DeadLetterNames deadLetters) {
    /** Other options of the store, all else the same: for clocks of tests. */
    public Settings withStore(StoreOptions newStore) {
        return new Settings(
                newStore,
                lingerMillis,
                limits,
                clientId,
                credentials,
                userIds,
                objects,
                redelivery,
                consumers,
                deadLetters);
    }

    /** The same for somebody else. */
    public Settings withCredentials(Credentials others) {
        return new Settings(
                store, lingerMillis, limits, clientId, others, userIds, objects, redelivery, consumers, deadLetters);
    }
}
