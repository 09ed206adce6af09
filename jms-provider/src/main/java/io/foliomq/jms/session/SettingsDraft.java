package io.foliomq.jms.session;

import io.foliomq.engine.Limits;
import io.foliomq.engine.OverflowPolicy;
import io.foliomq.engine.StoreOptions;
import io.foliomq.jms.message.ObjectPolicy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Settings while they are read, key by key. */
final class SettingsDraft {
    private static final long DEFAULT_LINGER_MS = 1_000;

    StoreOptions store;
    long lingerMillis = DEFAULT_LINGER_MS;

    @Nullable
    String clientId;

    Credentials credentials = Credentials.NONE;
    boolean userIds;
    ObjectPolicy objects = ObjectPolicy.trustNothing();
    DeadLetterNames deadLetters = DeadLetterNames.DEFAULT;
    private @Nullable LimitsDraft limits;
    private final Map<String, RedeliveryDraft> redelivery = new LinkedHashMap<>();
    private final Map<String, ConsumerDraft> consumers = new LinkedHashMap<>();

    SettingsDraft(Path directory) {
        store = StoreOptions.at(directory);
    }

    /** Limits that are being read. */
    static final class LimitsDraft {
        long maxRecords = Limits.NONE.maxRecords();
        long maxBytes = Limits.NONE.maxBytes();
        OverflowPolicy overflow = Limits.NONE.overflow();
        long blockMillis = Limits.NONE.blockMillis();

        Limits toLimits() {
            return new Limits(maxRecords, maxBytes, overflow, blockMillis);
        }
    }

    /** A redelivery policy that is being read: what it leaves open is as in the general one. */
    static final class RedeliveryDraft {
        @Nullable
        Integer maximumRedeliveries;

        @Nullable
        Long initialDelayMs;

        @Nullable
        Long delayMs;

        @Nullable
        Double backOffMultiplier;

        @Nullable
        Boolean exponential;

        @Nullable
        Long maximumDelayMs;

        RedeliveryPolicy over(RedeliveryPolicy base) {
            return new RedeliveryPolicy(
                    maximumRedeliveries == null ? base.maximumRedeliveries() : maximumRedeliveries,
                    initialDelayMs == null ? base.initialDelayMs() : initialDelayMs,
                    delayMs == null ? base.delayMs() : delayMs,
                    backOffMultiplier == null ? base.backOffMultiplier() : backOffMultiplier,
                    exponential == null ? base.exponential() : exponential,
                    maximumDelayMs == null ? base.maximumDelayMs() : maximumDelayMs);
        }
    }

    /** How consumers share, while it is being read: what it leaves open is as in the general one. */
    static final class ConsumerDraft {
        @Nullable
        Boolean exclusive;

        @Nullable
        Boolean rebalancesGroups;

        ConsumerPolicy over(ConsumerPolicy base) {
            return new ConsumerPolicy(
                    exclusive == null ? base.exclusive() : exclusive,
                    rebalancesGroups == null ? base.rebalancesGroups() : rebalancesGroups);
        }
    }

    LimitsDraft limits() {
        if (limits == null) {
            limits = new LimitsDraft();
        }
        return limits;
    }

    RedeliveryDraft redelivery(SettingsValue value) {
        return redelivery.computeIfAbsent(value.scope(), scope -> new RedeliveryDraft());
    }

    ConsumerDraft consumers(SettingsValue value) {
        return consumers.computeIfAbsent(value.scope(), scope -> new ConsumerDraft());
    }

    /** The drafts by pattern, each over the general one, which has none. */
    private static <D, P> PolicyTable<P> table(Map<String, D> drafts, P base, BiFunction<D, P, P> over) {
        D generalDraft = drafts.remove("");
        P general = generalDraft == null ? base : over.apply(generalDraft, base);
        Map<String, P> special = new LinkedHashMap<>();
        drafts.forEach((pattern, draft) -> special.put(pattern, over.apply(draft, general)));
        return new PolicyTable<>(general, special);
    }

    Settings toSettings() {
        return new Settings(
                store,
                lingerMillis,
                limits == null ? null : limits.toLimits(),
                clientId,
                credentials,
                userIds,
                objects,
                table(redelivery, RedeliveryPolicy.DEFAULT, RedeliveryDraft::over),
                table(consumers, ConsumerPolicy.DEFAULT, ConsumerDraft::over),
                deadLetters);
    }
}
