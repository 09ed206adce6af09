package io.foliomq.engine.member;

import java.time.Instant;
import java.util.UUID;

/**
 * Which JVM this is, the same for every class loader in it and different from every other JVM that ever was. A lock of a file belongs to the
 * process, so whoever wants to know whether a lock is held elsewhere must first know whether it is held here.
 */
record JvmIdentity(long high, long low) {
    static final String PROPERTY = "io.foliomq.jvm";

    /** The identity of this JVM, made by whoever asks first. */
    static JvmIdentity current() {
        // System properties are copied to child processes by some launchers: the value counts only for the process that
        // made it.
        String birth = birth();
        Object value = System.getProperties()
                .compute(PROPERTY, (key, found) -> isOurs(found, birth) ? found : UUID.randomUUID() + birth);
        UUID uuid = UUID.fromString(((String) value).substring(0, ((String) value).length() - birth.length()));
        return new JvmIdentity(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    private static boolean isOurs(Object found, String birth) {
        if (!(found instanceof String text) || !text.endsWith(birth)) {
            return false;
        }
        try {
            UUID.fromString(text.substring(0, text.length() - birth.length()));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String birth() {
        ProcessHandle self = ProcessHandle.current();
        return "@" + self.pid() + "-"
                + self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
