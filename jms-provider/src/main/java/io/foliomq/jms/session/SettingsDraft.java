package io.foliomq.jms.session;

import io.foliomq.engine.Limits;
import io.foliomq.engine.OverflowPolicy;
import io.foliomq.engine.StoreOptions;
import io.foliomq.jms.message.ObjectPolicy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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

    LimitsDraft limits() {
        if (limits == null) {
            limits = new LimitsDraft();
        }
        return limits;
    }

    RedeliveryDraft redelivery(SettingsValue value) {
        return redelivery.computeIfAbsent(value.scope(), scope -> new RedeliveryDraft());
    }

    Settings toSettings() {
        RedeliveryDraft generalDraft = redelivery.remove("");
        RedeliveryPolicy general =
                generalDraft == null ? RedeliveryPolicy.DEFAULT : generalDraft.over(RedeliveryPolicy.DEFAULT);
        Map<String, RedeliveryPolicy> special = new LinkedHashMap<>();
        redelivery.forEach((pattern, draft) -> special.put(pattern, draft.over(general)));
        return new Settings(
                store,
                lingerMillis,
                limits == null ? null : limits.toLimits(),
                clientId,
                credentials,
                userIds,
                objects,
                new RedeliveryPolicies(general, special),
                deadLetters);
    }
}
