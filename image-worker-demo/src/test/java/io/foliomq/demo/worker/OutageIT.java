package io.foliomq.demo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.demo.support.DemoClient;
import io.foliomq.demo.support.DemoProcess;
import io.foliomq.demo.support.EventLog;
import io.foliomq.demo.support.SamplePhotos;
import io.foliomq.demo.support.TestStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store, or the process with the embedded services, goes away and comes back. */
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

    @Test
    void shouldGoOnWhenTheKilledWebProcessIsBack() throws Exception {
        Path data = directory.resolve("data");
        List<String> ids = new ArrayList<>();
        byte[] photo = SamplePhotos.jpeg(1600, 1200, 1);
        try (DemoProcess web = DemoProcess.open(data, "--role=web")) {
            for (int i = 0; i < 12; i++) {
                ids.add(web.client().upload(SamplePhotos.withComment(photo, "photo " + i), "photo.jpg"));
            }
            try (DemoProcess worker = DemoProcess.worker(data, "worker")) {
                Awaitility.await().until(() -> web.client().depth() < 12);
                web.kill();
                Awaitility.await().until(() -> worker.output().contains("paused"));
                try (DemoProcess again = DemoProcess.open(data, "--role=web")) {
                    DemoClient client = again.client();
                    for (String id : ids) {
                        client.awaitState(id, "done");
                        client.assertThreeThumbnails(id);
                    }
                    assertThat(client.get("api/dead").size()).isZero();
                    try (EventLog events = client.events(0)) {
                        for (String id : ids) {
                            Awaitility.await().until(() -> events.count(id, "done") == 1);
                        }
                    }
                }
            }
        }
    }
}
