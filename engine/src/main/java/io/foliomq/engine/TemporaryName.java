package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** The name of a temporary destination, from which any process finds its inbox: {@code temp/<store id>/<member token, hex>-<number>}. */
record TemporaryName(String store, long token, long number) {
    private static final String PREFIX = "temp/";

    @Override
    public String toString() {
        return PREFIX + store + "/" + Long.toHexString(token) + "-" + number;
    }

    /** {@code null} if it is not the name of a temporary destination of this store. */
    static @Nullable TemporaryName parse(String name, String store) {
        String start = PREFIX + store + "/";
        int dash = name.indexOf('-', start.length());
        if (!name.startsWith(start) || dash < 0) {
            return null;
        }
        try {
            long token = Long.parseLong(name.substring(start.length(), dash), 16);
            long number = Long.parseLong(name.substring(dash + 1));
            return new TemporaryName(store, token, number);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
