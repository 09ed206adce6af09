package io.foliomq.demo.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.demo.storage.PhotoStorage;
import io.foliomq.demo.support.DemoClient;
import io.foliomq.demo.support.DemoProcess;
import io.foliomq.demo.support.EventLog;
import io.foliomq.demo.support.SamplePhotos;
import io.foliomq.demo.support.TestStore;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Broken photos: aside with their cause, and back when somebody says so. */
class DeadLetterIT {
    @TempDir
    Path directory;

    @Test
    void shouldSetBrokenPhotosAsideAndRedriveThem() throws Exception {
        byte[] healthy = SamplePhotos.jpeg(1200, 900, 1);
        byte[] broken = SamplePhotos.truncated(healthy);
        try (TestStore store = new TestStore(directory.resolve("objects"));
                PhotoStorage direct = store.direct();
                DemoProcess demo = DemoProcess.open(directory.resolve("data"), store.settings("--workers=1"))) {
            DemoClient client = demo.client();
            try (EventLog events = client.events(0)) {
                String id = client.upload(broken, "broken.jpg");
                String bomb = client.upload(SamplePhotos.pngThatPromises(50_000, 50_000), "bomb.png");
                String other = client.upload(healthy, "healthy.jpg");
                client.awaitState(other, "done");
                client.awaitState(id, "dead");
                client.awaitState(bomb, "dead");
                Awaitility.await().until(() -> client.get("api/dead").size() == 2);
                JsonNode letter = letterOf(client, id);
                assertThat(letter.get("cause").asString()).isEqualTo("corrupt picture: the file ends too early");
                assertThat(letter.get("attempts").asInt()).isEqualTo(1);
                assertThat(letter.get("origin").asString()).isEqualTo("photos.resize");
                assertThat(letterOf(client, bomb).get("cause").asString()).contains("too many pixels: width=50000");

                redrive(client, id, 200);
                Awaitility.await().until(() -> events.count(id, "dead") == 2);
                Awaitility.await().until(() -> client.get("api/dead").size() == 2);

                direct.put("originals/" + id, healthy, "image/jpeg");
                redrive(client, id, 200);
                client.awaitState(id, "done");
                client.assertThreeThumbnails(id);
                Awaitility.await().until(() -> events.count(id, "done") == 1);
                assertThat(client.get("api/dead").size()).isEqualTo(1);
                redrive(client, id, 404);
            }
        }
    }

    private static void redrive(DemoClient client, String id, int status) {
        assertThat(client.post("api/dead/" + id + "/redrive", BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(status);
    }

    private static JsonNode letterOf(DemoClient client, String id) {
        for (JsonNode letter : client.get("api/dead")) {
            if (letter.get("file_id").asString().equals(id)) {
                return letter;
            }
        }
        throw new AssertionError("no dead letter: file_id=" + id);
    }
}
