package io.foliomq.jms.session;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text that somebody gave a key, read as what the key wants; a text that is not that fails naming key, value and what is accepted.
 *
 * @param key as it was written
 * @param scope the pattern of destinations in the key; empty for all
 */
record SettingsValue(String key, String scope, String text) {
    private static final String UNITS = "kmg";

    long number() {
        return between(0, Long.MAX_VALUE, "a whole number from 0");
    }

    int integer() {
        return integerFrom(0);
    }

    int integerFrom(int least) {
        return (int) between(least, Integer.MAX_VALUE, "a whole number from " + least);
    }

    /** Bytes, with k, m or g for powers of 1024. */
    long size() {
        String accepted = "bytes, as 1048576, 1024k, 1m";
        String lower = text.toLowerCase(Locale.ROOT);
        int unit = lower.isEmpty() ? -1 : UNITS.indexOf(lower.charAt(lower.length() - 1));
        String digits = unit < 0 ? lower : lower.substring(0, lower.length() - 1);
        try {
            long bytes = Math.multiplyExact(Long.parseLong(digits), 1L << (10 * (unit + 1)));
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw refused(accepted, e);
        }
        throw refused(accepted, null);
    }

    int intSize() {
        long size = size();
        if (size > Integer.MAX_VALUE) {
            throw refused("at most " + Integer.MAX_VALUE + " bytes", null);
        }
        return (int) size;
    }

    double factor() {
        try {
            double factor = Double.parseDouble(text);
            if (factor >= 1 && factor <= 1000) {
                return factor;
            }
        } catch (NumberFormatException e) {
            throw refused("a number from 1 to 1000", e);
        }
        throw refused("a number from 1 to 1000", null);
    }

    boolean yesOrNo() {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused("true or false", null);
        };
    }

    /** A constant, written in lower case and with hyphens. */
    <E extends Enum<E>> E oneOf(Class<E> type) {
        StringBuilder accepted = new StringBuilder();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (name.equals(text.toLowerCase(Locale.ROOT))) {
                return constant;
            }
            accepted.append(accepted.isEmpty() ? "" : " or ").append(name);
        }
        throw refused(accepted.toString(), null);
    }

    private long between(long least, long most, String accepted) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(accepted, e);
        }
        throw refused(accepted, null);
    }

    IllegalArgumentException refused(String accepted, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "setting: key=" + key + ", value=" + text + ", accepted=" + accepted, cause);
    }
}
