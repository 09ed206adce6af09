package io.foliomq.demo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.demo.support.DemoClient;
import io.foliomq.demo.support.DemoProcess;
import io.foliomq.demo.support.SamplePhotos;
import io.foliomq.demo.support.TestStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store goes away and comes back. */
class OutageIT {
    @TempDir
    Path directory;

    @Test
    void shouldPauseWhileTheStoreIsAwayAndLoseNothing() throws Exception {
        Path data = directory.resolve("data");
        byte[] photo = SamplePhotos.jpeg(800, 600, 1);
        try (TestStore store = new TestStore(directory.resolve("objects"));
                DemoProcess web = DemoProcess.open(data, store.settings("--role=web", "--attempts=1"));
                DemoProcess worker = DemoProcess.worker(data, "worker", store.settings("--attempts=1"))) {
            DemoClient client = web.client();
            String before = client.upload(photo, "before.jpg");
            client.awaitState(before, "done");
            store.gate().hold(request -> request.startsWith("GET "));
            List<String> waiting = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                waiting.add(client.upload(SamplePhotos.withComment(photo, "photo " + i), "waiting.jpg"));
            }
            Awaitility.await().until(store.gate()::isHolding);

            store.gate().shut();

            Awaitility.await().until(() -> client.workerStates().contains("paused"));
            HttpResponse<String> refused = client.tryUpload(photo, "refused.jpg");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(client.depth()).isEqualTo(5);

            store.gate().release();
            store.gate().open();

            for (String id : waiting) {
                client.awaitState(id, "done");
                client.assertThreeThumbnails(id);
            }
            assertThat(client.get("api/dead").size()).isZero();
            String after = client.upload(photo, "after.jpg");
            client.awaitState(after, "done");
            assertThat(worker.output()).contains("paused", "resumed");
        }
    }
}
