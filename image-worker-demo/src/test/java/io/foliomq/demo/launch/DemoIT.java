package io.foliomq.demo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.demo.support.DemoClient;
import io.foliomq.demo.support.DemoProcess;
import io.foliomq.demo.support.EventLog;
import io.foliomq.demo.support.SamplePhotos;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo as it comes: one command, embedded store and database, two workers. */
class DemoIT {
    @TempDir
    private static Path directory;

    private static DemoProcess demo;
    private static DemoClient client;

    @BeforeAll
    static void start() {
        demo = DemoProcess.open(directory.resolve("shared"));
        client = demo.client();
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void shouldMakeThumbnailsAndTellOnce() throws Exception {
        try (EventLog events = client.events(0)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ids.add(client.upload(SamplePhotos.jpeg(2000 + i, 1500, i), "photo " + i + ".jpg"));
            }
            for (String id : ids) {
                client.awaitState(id, "done");
                client.assertThreeThumbnails(id);
            }
            events.settle(client);
            assertThat(ids).allMatch(id -> events.count(id, "done") == 1);
            assertThat(client.photo(ids.get(1)).get("name").asString()).isEqualTo("photo 1.jpg");
        }
    }

    @Test
    void shouldStreamALargePhotoThroughASmallHeap() {
        byte[] photo = SamplePhotos.withComments(SamplePhotos.jpeg(6000, 4000, 7), 40 * 1024 * 1024);

        String id = client.upload(photo, "large.jpg");

        client.awaitState(id, "done");
        client.assertThreeThumbnails(id);
    }

    @Test
    void shouldReplayEventsAfterALostConnection() throws Exception {
        String first = client.upload(SamplePhotos.jpeg(300, 200, 1), "first.jpg");
        client.awaitState(first, "done");
        long last;
        try (EventLog events = client.events(0)) {
            Awaitility.await().until(() -> events.count(first, "done") == 1);
            last = events.all().get(events.all().size() - 1).id();
        }
        String second = client.upload(SamplePhotos.jpeg(300, 200, 2), "second.jpg");
        client.awaitState(second, "done");

        try (EventLog events = client.events(last)) {
            Awaitility.await().until(() -> events.count(second, "done") == 1);
            assertThat(events.all()).noneMatch(event -> event.fileId().equals(first));
            assertThat(events.all()).extracting(EventLog.Event::id).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldTakePhotosPutStraightIntoTheStore() throws Exception {
        byte[] photo = SamplePhotos.jpeg(900, 600, 3);
        JsonNode place = reserve(photo.length, "image/jpeg");
        String id = place.get("file_id").asString();

        assertThat(client.post("api/photos/" + id + "/complete", BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(409);
        assertThat(put(place, photo).statusCode()).isEqualTo(200);
        assertThat(client.post("api/photos/" + id + "/complete", BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(202);

        client.awaitState(id, "done");
        client.assertThreeThumbnails(id);
    }

    @Test
    void shouldRefuseMoreBytesThanWereSigned() throws Exception {
        JsonNode place = reserve(1000, "image/jpeg");

        assertThat(put(place, SamplePhotos.jpeg(900, 600, 3)).statusCode()).isBetween(400, 499);
    }

    @Test
    void shouldRefuseWhatIsNoPhoto() {
        assertThat(client.tryUpload("<script>alert(1)</script>".getBytes(), "x.jpg")
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.tryUpload(new byte[0], "empty.jpg").statusCode()).isEqualTo(400);
        assertThat(client.tryUpload(new byte[64 * 1024 * 1024 + 1], "huge.jpg").statusCode())
                .isEqualTo(413);
    }

    @Test
    void shouldServeNothingOutsideItsPhotos() {
        assertThat(client.tryGet("photos/..%2f..%2fetc%2fpasswd/200.jpg").statusCode())
                .isBetween(400, 404);
        assertThat(client.tryGet("photos/00000000-0000-0000-0000-000000000000/200.jpg")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldAnswerOnlyItsOwnPage() {
        assertThat(client.post("api/photos", BodyPublishers.noBody(), "Origin", "http://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> page = client.tryGet("");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
    }

    @Test
    void shouldShowDepthAndWorkers() {
        Awaitility.await().until(() -> client.workerStates().size() >= 2);
        Awaitility.await().until(() -> client.get("api/queue").get("history").size() >= 2);
    }

    @Test
    void shouldEndAllItsProcessesWhenToldTo() {
        try (DemoProcess own = DemoProcess.open(directory.resolve("told"))) {
            Awaitility.await().until(() -> own.children().size() == 2);
            own.stop();
        }
    }

    @Test
    void shouldEndItsWorkersWhenItIsKilled() {
        try (DemoProcess own = DemoProcess.open(directory.resolve("killed"))) {
            Awaitility.await().until(() -> own.children().size() == 2);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> own.output().split("worker runs").length == 3);
            List<ProcessHandle> children = own.children();
            own.kill();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private static JsonNode reserve(long length, String type) {
        HttpResponse<String> response = client.post(
                "api/photos/reservations",
                BodyPublishers.ofString(
                        "{\"name\":\"direct.jpg\",\"length\":" + length + ",\"type\":\"" + type + "\"}"),
                "Content-Type",
                "application/json");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JsonMapper.shared().readTree(response.body());
    }

    private static HttpResponse<String> put(JsonNode place, byte[] photo) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(place.get("url").asString())).PUT(BodyPublishers.ofByteArray(photo));
        place.get("headers").forEachEntry((name, value) -> request.header(name, value.asString()));
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
