#include "accounts/password_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "accounts/guessed_words.h"
#include "accounts/name_rules.h"

namespace vitrine::accounts {

namespace {

static_assert(std::ranges::is_sorted(kGuessedWords));

std::string small(std::string_view text) {
  std::string letters(text);
  std::ranges::transform(letters, letters.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return letters;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

// Digits and signs as the letters that they are written for.
char letter_for(char c, char one) {
  constexpr std::string_view kSigns = "0345789@$+";
  constexpr std::string_view kLetters = "oeastbgast";
  if (c == '1' || c == '!' || c == '|') return one;
  const auto at = kSigns.find(c);
  return at == std::string_view::npos ? c : kLetters[at];
}

std::string with_letters(std::string_view text, char one) {
  std::string letters(text);
  std::ranges::transform(letters, letters.begin(), [one](char c) { return letter_for(c, one); });
  return letters;
}

std::string_view without_ends(std::string_view text) {
  while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
  while (!text.empty() && !is_letter(text.back())) text.remove_suffix(1);
  return text;
}

bool is_known_word(std::string_view word) {
  if (std::ranges::binary_search(kGuessedWords, word)) return true;
  // Twice is no better: "monkeymonkey".
  const auto half = word.size() / 2;
  return word.size() % 2 == 0 && word.substr(0, half) == word.substr(half) &&
         std::ranges::binary_search(kGuessedWords, word.substr(0, half));
}

bool is_word_in_disguise(std::string_view password) {
  // What is left when a long password loses its word is still a lot to guess.
  constexpr std::size_t kAroundMax = 6;
  const auto with_word = [&](std::string_view word) {
    return password.size() - word.size() <= kAroundMax && is_known_word(word);
  };
  if (with_word(without_ends(password))) return true;
  for (const char one : {'i', 'l'}) {
    const auto letters = with_letters(password, one);
    if (with_word(letters) || with_word(without_ends(letters))) return true;
    // The digits of "p4ssw0rd123" are letters inside and digits at the end.
    if (with_word(with_letters(without_ends(password), one))) return true;
  }
  return false;
}

// "aaaaaaaa", "12121212", "abcabcab": made of one to four characters.
bool is_repetition(std::string_view password) {
  for (std::size_t period = 1; period <= 4 && period < password.size(); ++period) {
    if (password.substr(period) == password.substr(0, password.size() - period)) return true;
  }
  return false;
}

// Neighbours on a keyboard, of the alphabet and of the digits, in both directions.
bool is_row(std::string_view password) {
  constexpr std::array<std::string_view, 10> kRows = {"01234567890123456789",
                                                      "abcdefghijklmnopqrstuvwxyz",
                                                      "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
                                                      "qwertzuiopasdfghjklyxcvbnm",
                                                      "azertyuiopqsdfghjklmwxcvbn",
                                                      "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
                                                      "1q2w3e4r5t6y7u8i9o0p",
                                                      "q1w2e3r4t5y6u7i8o9p0",
                                                      "a1b2c3d4e5f6g7h8i9j0",
                                                      "!@#$%^&*()_+"};
  const std::string backwards(password.rbegin(), password.rend());
  return std::ranges::any_of(kRows, [&](std::string_view row) {
    return row.find(password) != std::string_view::npos ||
           row.find(backwards) != std::string_view::npos;
  });
}

bool is_row_with_ends(std::string_view password) {
  if (is_row(password)) return true;
  // "qwerty123", "123456abc": two rows side by side.
  for (std::size_t cut = 3; cut + 3 <= password.size(); ++cut) {
    if (is_row(password.substr(0, cut)) && is_row(password.substr(cut))) return true;
  }
  return false;
}

std::unexpected<Refusal> invalid(std::string message) {
  return refuse(Refusal::Why::invalid, std::move(message));
}

}  // namespace

bool is_common_password(std::string_view password) {
  const auto letters = small(password);
  return is_repetition(letters) || is_row_with_ends(letters) || is_word_in_disguise(letters);
}

Outcome<void> check_password(std::string_view password, std::string_view name) {
  if (password.size() < kPasswordBytesMin) {
    return invalid("The password is shorter than 8 characters");
  }
  if (password.size() > kPasswordBytesMax) {
    return invalid("The password is longer than 1,024 bytes");
  }
  const auto folded = fold_name(password);
  if (!folded.empty() && folded == fold_name(name)) return invalid("The password is the name");
  if (is_common_password(password)) {
    return invalid("The password is one of those that are guessed first; choose another");
  }
  return {};
}

}  // namespace vitrine::accounts
