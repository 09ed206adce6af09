package io.foliomq.demo.support;

import io.foliomq.demo.storage.EmbeddedStore;
import io.foliomq.demo.storage.PhotoStorage;
import io.foliomq.demo.storage.StorageAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** An S3 store that the test can take away, behind a {@link Gate}. */
public final class TestStore implements AutoCloseable {
    private static final String KEY = "test";
    private static final String SECRET = "test-secret";

    private final EmbeddedStore store;
    private final Gate gate;

    public TestStore(Path directory) throws IOException {
        this.store = EmbeddedStore.start(directory, 0, KEY, SECRET);
        this.gate = new Gate(store.endpoint().getPort());
    }

    public Gate gate() {
        return gate;
    }

    /** What the demo is told to find it. */
    public String[] settings(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "--s3.endpoint=" + gate.address();
        all[1] = "--s3.access-key=" + KEY;
        all[2] = "--s3.secret-key=" + SECRET;
        System.arraycopy(more, 0, all, 3, more.length);
        return all;
    }

    /** The way past the gate. */
    public PhotoStorage direct() {
        return storage(store.endpoint());
    }

    /** The way through the gate. */
    public PhotoStorage storage() {
        return storage(gate.address());
    }

    private static PhotoStorage storage(URI endpoint) {
        return new PhotoStorage(() -> new StorageAddress(endpoint, endpoint, KEY, SECRET, "us-east-1", "photos"));
    }

    @Override
    public void close() throws Exception {
        gate.close();
        store.close();
    }
}
