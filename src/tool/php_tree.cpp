// Comparing and replacing the tree of generated files. See php_tree.h.
#include "tool/php_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "tool/command.h"
#include "tool/php_writer.h"

namespace vkext::tool::php {

namespace {

constexpr size_t kFileBytesMax = size_t{16} << 20;
constexpr const char* kTree = "VK/TL";

Error system_error(const std::string& path) { return Error{0, path + ": " + strerror(errno)}; }

// Paths of all that is not a directory, relative to `root` and with `prefix` in front.
Status list_files(const std::string& root, const std::string& prefix, std::vector<std::string>& out) {
  std::vector<std::string> todo{prefix};
  while (!todo.empty()) {
    const std::string path = todo.back();
    todo.pop_back();
    DIR* dir = opendir((root + "/" + path).c_str());
    if (!dir) {
      if (errno == ENOENT && path == prefix) return Done{};
      return system_error(root + "/" + path);
    }
    while (const dirent* entry = readdir(dir)) {
      const std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      const std::string inner = path + "/" + name;
      struct stat info {};
      const bool known = lstat((root + "/" + inner).c_str(), &info) == 0;
      (known && S_ISDIR(info.st_mode) ? todo : out).push_back(inner);
    }
    closedir(dir);
  }
  std::sort(out.begin(), out.end());
  return Done{};
}

bool is_ours(const std::string& text) {
  const size_t at = text.find(kMark);
  return text.compare(0, 5, "<?php") == 0 && at != std::string::npos && at < 100;
}

Status make_directories(const std::string& path) {
  for (size_t at = path.find('/', 1);; at = path.find('/', at + 1)) {
    const std::string part = path.substr(0, at);
    if (mkdir(part.c_str(), 0777) != 0 && errno != EEXIST) return system_error(part);
    if (at == std::string::npos) return Done{};
  }
}

Status write_file(const std::string& path, const std::string& text) {
  FILE* out = fopen(path.c_str(), "wb");
  if (!out) return system_error(path);
  const bool ok = fwrite(text.data(), 1, text.size(), out) == text.size();
  if (fclose(out) != 0 || !ok) return system_error(path);
  return Done{};
}

void remove_tree(const std::string& path) {
  std::vector<std::string> files;
  (void)list_files(path, ".", files);
  std::set<std::string, std::greater<>> directories{path};
  for (const std::string& f : files) {
    (void)unlink((path + "/" + f).c_str());
    for (size_t at = f.rfind('/'); at != std::string::npos && at > 1; at = f.rfind('/', at - 1)) {
      directories.insert(path + f.substr(1, at - 1));
    }
  }
  for (const std::string& d : directories) (void)rmdir(d.c_str());  // deeper ones sort behind, and go first
  (void)rmdir(path.c_str());
}

// Puts the new tree in the place of the old one in one step, where the system can.
Status put_in_place(const std::string& fresh, const std::string& place) {
  constexpr unsigned kExchange = 2;  // RENAME_EXCHANGE
  struct stat info {};
  if (lstat(place.c_str(), &info) != 0) {
    return rename(fresh.c_str(), place.c_str()) == 0 ? Status(Done{}) : Status(system_error(place));
  }
#ifdef SYS_renameat2
  if (syscall(SYS_renameat2, AT_FDCWD, fresh.c_str(), AT_FDCWD, place.c_str(), kExchange) == 0) {
    remove_tree(fresh);
    return Done{};
  }
#endif
  const std::string old = fresh + ".old";
  if (rename(place.c_str(), old.c_str()) != 0) return system_error(place);
  if (rename(fresh.c_str(), place.c_str()) != 0) {
    const Error error = system_error(place);
    (void)rename(old.c_str(), place.c_str());
    return error;
  }
  remove_tree(old);
  return Done{};
}

Status fill(const std::string& fresh, const std::string& directory, const std::vector<File>& files,
            const std::vector<Difference>& differences, const std::function<void(size_t)>& progress) {
  const size_t skip = sizeof "VK/TL/" - 1;
  std::unordered_set<std::string> made;
  const auto parent = [&](const std::string& path) -> Status {
    const std::string folder = path.substr(0, path.rfind('/'));
    return made.insert(folder).second ? make_directories(folder) : Status(Done{});
  };
  std::unordered_set<std::string> changed;
  for (const Difference& d : differences) changed.insert(d.path);
  size_t count = 0;
  for (const File& f : files) {
    const std::string path = fresh + "/" + f.path.substr(skip);
    VKEXT_CHECK(parent(path));
    if (changed.count(f.path) || link((directory + "/" + f.path).c_str(), path.c_str()) != 0) {
      VKEXT_CHECK(write_file(path, f.text));
    }
    progress(++count);
  }
  for (const Difference& d : differences) {
    const std::string path = fresh + "/" + d.path.substr(skip);
    struct stat info {};
    if (d.kind != Difference::foreign || lstat(path.c_str(), &info) == 0) continue;
    VKEXT_CHECK(parent(path));
    if (link((directory + "/" + d.path).c_str(), path.c_str()) != 0) return system_error(directory + "/" + d.path);
  }
  return Done{};
}

}  // namespace

Result<std::vector<Difference>> compare_tree(const std::string& directory, const std::vector<File>& files) {
  std::vector<std::string> present;
  VKEXT_CHECK(list_files(directory, kTree, present));
  std::unordered_map<std::string, const File*> wanted;
  for (const File& f : files) wanted.emplace(f.path, &f);
  std::vector<Difference> out;
  std::vector<Difference> foreign;
  std::unordered_set<std::string> seen;
  for (const std::string& path : present) {
    struct stat info {};
    const bool plain = lstat((directory + "/" + path).c_str(), &info) == 0 && S_ISREG(info.st_mode);
    const auto read = plain ? read_all(directory + "/" + path, kFileBytesMax) : Result<std::string>(std::string());
    const std::string text = read.ok() ? *read : std::string();
    const auto it = wanted.find(path);
    if (it != wanted.end()) seen.insert(path);
    if (!is_ours(text)) {
      foreign.push_back({Difference::foreign, path});
    } else if (it == wanted.end()) {
      out.push_back({Difference::stale, path});
    } else if (text != it->second->text) {
      out.push_back({Difference::differs, path});
    }
  }
  for (const File& f : files) {
    if (!seen.count(f.path)) out.push_back({Difference::missing, f.path});
  }
  out.insert(out.end(), foreign.begin(), foreign.end());
  return out;
}

Status replace_tree(const std::string& directory, const std::vector<File>& files,
                    const std::vector<Difference>& differences, const std::function<void(size_t)>& progress) {
  VKEXT_CHECK(make_directories(directory + "/VK"));
  std::string place = directory + "/" + kTree;
  if (char* real = realpath(place.c_str(), nullptr)) {  // a link stays one: what it names is replaced
    place = real;
    free(real);
  }
  std::string fresh = place.substr(0, place.rfind('/')) + "/.TL.XXXXXX";
  if (!mkdtemp(&fresh[0])) return system_error(fresh);
  const mode_t mask = umask(0);
  (void)umask(mask);
  (void)chmod(fresh.c_str(), 0777 & ~mask);
  Status done = fill(fresh, directory, files, differences, progress);
  if (done.ok()) done = put_in_place(fresh, place);
  if (!done.ok()) remove_tree(fresh);
  return done;
}

}  // namespace vkext::tool::php
