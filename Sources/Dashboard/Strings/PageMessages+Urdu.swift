let urduPageMessages = englishPageMessages
