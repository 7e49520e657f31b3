#include "delivery/delivery_fixture.h"

#include <chrono>
#include <stdexcept>

#include <boost/asio/post.hpp>

namespace vitrine::testing {

namespace {

constexpr std::chrono::seconds kPatience{30};

class Vips final : public ::testing::Environment {
 public:
  void SetUp() override { library_ = std::make_unique<images::Library>("test_delivery"); }

  void TearDown() override { library_.reset(); }

 private:
  std::unique_ptr<images::Library> library_;
};

const auto* const kVips = ::testing::AddGlobalTestEnvironment(new Vips);

}  // namespace

origin::Source web(std::string address) {
  return {.kind = origin::SourceKind::http, .address = std::move(address), .root = {}};
}

origin::Source file(std::string address) {
  return {.kind = origin::SourceKind::file, .address = std::move(address), .root = "/"};
}

std::string broken_picture() {
  std::string png = pictures::make_png(400, 300);
  // The checksum of its chunk gives it away.
  png[png.size() / 2] ^= 1;
  return png;
}

delivery::Order order(origin::Source source, std::string_view picture) {
  const auto dot = picture.rfind('.');
  const auto size = images::parse_size(picture.substr(0, dot)).value();
  images::Recipe recipe;
  recipe.fit = size.fit;
  recipe.width = size.width;
  recipe.height = size.height;
  recipe.quality = size.quality.value_or(recipe.quality);
  recipe.format = images::format_of_extension(picture.substr(dot + 1)).value();
  return {.source = std::move(source), .recipe = recipe, .popular = nullptr};
}

DeliveryFixture::DeliveryFixture()
    : tasks_([this](const std::string& task, const std::exception_ptr&) {
        exceptions_.push_back(task);
      }),
      callers_([](const std::string&, const std::exception_ptr&) {}),
      store_({.folder = folder_.path() / "blobs"}, files_) {
  for (auto& loop : loops_) {
    loop = std::make_unique<EventLoop>("shard");
    loop->start();
  }
  config_.render_queue_max = 200;
}

DeliveryFixture::~DeliveryFixture() {
  close();
  for (auto& loop : loops_) loop->stop();
}

void DeliveryFixture::open(delivery::OriginalFetcher& fetcher, blobs::BlobStore& store) {
  metrics_ = std::make_unique<observe::Metrics>();
  delivery_ = std::make_unique<delivery::Delivery>(
      config_, fetcher, store, render_, files_, tasks_, clock_, *metrics_, observe::Log::silent());
}

void DeliveryFixture::close() {
  EXPECT_TRUE(callers_.wait_for(kPatience));
  EXPECT_TRUE(tasks_.wait_for(kPatience));
  EXPECT_THAT(exceptions_, ::testing::IsEmpty());
  delivery_.reset();
}

std::uint64_t DeliveryFixture::count(const std::string& name, const observe::Labels& labels) {
  return metrics_->counter(name, "", labels).value();
}

std::uint64_t DeliveryFixture::renders() {
  return metrics_->histogram("vitrine_delivery_render_seconds", "").count();
}

void DeliveryFixture::all_have_begun() {
  for (auto& loop : loops_) {
    std::promise<void> passed;
    boost::asio::post(loop->executor(), [&passed] { passed.set_value(); });
    passed.get_future().wait();
  }
}

void DeliveryFixture::background_ends() {
  ASSERT_TRUE(tasks_.wait_for(kPatience));
}

std::shared_ptr<void> DeliveryFixture::block_renderers() {
  auto release = std::make_shared<std::promise<void>>();
  const std::shared_future<void> released = release->get_future().share();
  for (std::size_t i = 0; i < render_.threads(); ++i) {
    std::promise<void> blocked;
    auto is_blocked = blocked.get_future();
    render_.submit([released, blocked = std::move(blocked)]() mutable {
      blocked.set_value();
      released.wait();
    });
    is_blocked.wait();
  }
  return {release.get(), [release](void*) { release->set_value(); }};
}

}  // namespace vitrine::testing
