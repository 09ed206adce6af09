package io.foliomq.jms.session;

import io.foliomq.engine.Durability;
import io.foliomq.engine.OverflowPolicy;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.jms.message.ObjectPolicy;
import java.util.Arrays;
import java.util.Optional;
import java.util.StringJoiner;

/** The keys of a connection URL, one for each setting; those of {@code redelivery} may also name a pattern of destinations. */
enum SettingsKey {
    DURABILITY("durability"),
    GROUP("group"),
    WAIT("wait"),
    SEND_TIMEOUT("sendTimeout"),
    SEGMENT_BYTES("segmentBytes"),
    LARGEST_MESSAGE("largestMessage"),
    DISK_RESERVE("diskReserve"),
    LINGER("linger"),
    MAX_DEPTH("limit.maxDepth"),
    MAX_BYTES("limit.maxBytes"),
    OVERFLOW("limit.overflow"),
    BLOCK_TIMEOUT("limit.blockTimeout"),
    USER("user"),
    PASSWORD("password"),
    CLIENT_ID("jms.clientID"),
    POPULATE_USER_ID("jms.populateJMSXUserID"),
    TRUSTED_PACKAGES("jms.trustedPackages"),
    DEAD_LETTER("deadLetter"),
    MAXIMUM_REDELIVERIES("redelivery.maximumRedeliveries"),
    INITIAL_REDELIVERY_DELAY("redelivery.initialRedeliveryDelay"),
    REDELIVERY_DELAY("redelivery.redeliveryDelay"),
    BACK_OFF_MULTIPLIER("redelivery.backOffMultiplier"),
    USE_EXPONENTIAL_BACK_OFF("redelivery.useExponentialBackOff"),
    MAXIMUM_REDELIVERY_DELAY("redelivery.maximumRedeliveryDelay"),
    EXCLUSIVE("consumer.exclusive"),
    REBALANCE_GROUPS("consumer.rebalanceGroups");

    private final String text;

    SettingsKey(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Reads the value into the draft. */
    void apply(SettingsDraft draft, SettingsValue value) {
        switch (this) {
            case DURABILITY -> draft.store = draft.store.withDurability(value.oneOf(Durability.class));
            case GROUP -> draft.store = draft.store.withGroupMillis(value.integer());
            case WAIT -> draft.store = draft.store.withWaitPolicy(value.oneOf(WaitPolicy.class));
            case SEND_TIMEOUT -> draft.store = draft.store.withSendTimeoutMillis(value.number());
            case SEGMENT_BYTES -> draft.store = draft.store.withSegmentBytes(value.intSize());
            case LARGEST_MESSAGE -> draft.store = draft.store.withLargestRecordBytes(value.intSize());
            case DISK_RESERVE -> draft.store = draft.store.withDiskReserveBytes(value.size());
            case LINGER -> draft.lingerMillis = value.number();
            case MAX_DEPTH -> draft.limits().maxRecords = value.number();
            case MAX_BYTES -> draft.limits().maxBytes = value.size();
            case OVERFLOW -> draft.limits().overflow = value.oneOf(OverflowPolicy.class);
            case BLOCK_TIMEOUT -> draft.limits().blockMillis = value.number();
            case USER -> draft.credentials = draft.credentials.withUser(value.text());
            case PASSWORD -> draft.credentials = draft.credentials.withPassword(value.text());
            case CLIENT_ID -> draft.clientId = value.text();
            case POPULATE_USER_ID -> draft.userIds = value.yesOrNo();
            case TRUSTED_PACKAGES -> draft.objects = ObjectPolicy.parse(value.text());
            case DEAD_LETTER -> draft.deadLetters = new DeadLetterNames(value.text());
            case EXCLUSIVE -> draft.consumers(value).exclusive = value.yesOrNo();
            case REBALANCE_GROUPS -> draft.consumers(value).rebalancesGroups = value.yesOrNo();
            default -> apply(draft.redelivery(value), value);
        }
    }

    private void apply(SettingsDraft.RedeliveryDraft draft, SettingsValue value) {
        switch (this) {
            case MAXIMUM_REDELIVERIES -> draft.maximumRedeliveries = value.integerFrom(-1);
            case INITIAL_REDELIVERY_DELAY -> draft.initialDelayMs = value.number();
            case REDELIVERY_DELAY -> draft.delayMs = value.number();
            case BACK_OFF_MULTIPLIER -> draft.backOffMultiplier = value.factor();
            case USE_EXPONENTIAL_BACK_OFF -> draft.exponential = value.yesOrNo();
            case MAXIMUM_REDELIVERY_DELAY -> draft.maximumDelayMs = value.number();
            default -> throw new IllegalStateException("key of redelivery without effect: key=" + text);
        }
    }

    static Optional<SettingsKey> of(String text) {
        return Arrays.stream(values()).filter(key -> key.text.equals(text)).findFirst();
    }

    /** All of them, for messages of errors. */
    static String known() {
        StringJoiner known = new StringJoiner(" ");
        for (SettingsKey key : values()) {
            known.add(key.text);
        }
        return known.toString();
    }
}
