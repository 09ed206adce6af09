package io.foliomq.jms;

import java.nio.file.Path;
import org.agrona.concurrent.EpochClock;

/** Connection factories on a store of their own, small enough for many tests. */
final class TestProvider {
    private TestProvider() {}

    static FolioConnectionFactory at(Path directory, String... settings) {
        return new FolioConnectionFactory(url(directory, settings));
    }

    /** With a clock that the test moves. */
    static FolioConnectionFactory at(Path directory, EpochClock clock, String... settings) {
        return new FolioConnectionFactory(
                url(directory, settings), read -> read.withStore(read.store().withClock(clock)));
    }

    static String url(Path directory, String... settings) {
        StringBuilder url =
                new StringBuilder("folio:").append(directory.resolve("store")).append("?segmentBytes=1m");
        for (String setting : settings) {
            url.append('&').append(setting);
        }
        return url.toString();
    }
}
