"""What exiftool may still find in a cleaned file: how it is built, and nothing of whom or where."""

STRUCTURE: dict[str, str] = {
    "Adobe": """
        APP14Flags0 APP14Flags1 ColorTransform DCTEncodeVersion
    """,
    "Composite": """
        AvgBitrate ImageSize Megapixels Rotation
    """,
    "ExifTool": """
        ExifToolVersion
    """,
    "File": """
        BitsPerSample ColorComponents EncodingProcess ExifByteOrder FileType FileTypeExtension
        ImageHeight ImageWidth MIMEType YCbCrSubSampling
    """,
    "ICC-header": """
        CMMFlags ColorSpaceData ConnectionSpaceIlluminant DeviceAttributes DeviceManufacturer
        DeviceModel PrimaryPlatform ProfileCMMType ProfileClass ProfileConnectionSpace
        ProfileCreator ProfileDateTime ProfileFileSignature ProfileID ProfileVersion
        RenderingIntent
    """,
    "ICC_Profile": """
        BlueMatrixColumn BlueTRC ChromaticAdaptation GreenMatrixColumn GreenTRC
        MediaWhitePoint ProfileCopyright ProfileDescription RedMatrixColumn RedTRC
    """,
    "IFD0": """
        Orientation
    """,
    "JFIF": """
        JFIFVersion ResolutionUnit XResolution YResolution
    """,
    "Meta": """
        MetaImageSize PrimaryItemReference
    """,
    "PNG": """
        AnimationFrames AnimationPlays BitDepth ColorType Compression Filter ImageHeight
        ImageWidth Interlace Palette Transparency
    """,
    "QuickTime": """
        AV1ConfigurationVersion AuxiliaryImageType AverageFrameRate BitDepthChroma
        BitDepthLuma ChromaFormat ChromaSamplePosition ColorPrimaries ColorProfiles
        CompatibleBrands ConstantFrameRate ConstraintIndicatorFlags CreateDate CurrentTime
        Duration Free GenProfileCompatibilityFlags GeneralLevelIDC GeneralProfileIDC
        GeneralProfileSpace GeneralTierFlag HEVCConfigurationVersion HandlerType HighBitDepth
        ImagePixelDepth ImageSpatialExtent InitialDelaySamples MajorBrand MatrixCoefficients
        MatrixStructure MediaData MediaDataOffset MediaDataSize MinSpatialSegmentationIDC
        MinorVersion ModifyDate MovieFragmentSequence MovieHeaderVersion NextTrackID
        NumTemporalLayers ParallelismType PosterTime PreferredRate PreferredVolume
        PreviewDuration PreviewTime Rotation SelectionDuration SelectionTime SeqLevelIdx0
        SeqProfile SeqTier0 TemporalIDNested TimeScale TransferCharacteristics TwelveBit
        Unknown_free Unknown_imir Unknown_mvex Unknown_tfdt Unknown_tfhd Unknown_trun
    """,
    "RIFF": """
        AlphaCompression AlphaFiltering AlphaPreprocessing AnimationLoopCount BackgroundColor
        Duration HorizontalScale ImageHeight ImageWidth VP8Version VerticalScale WebP_Flags
    """,
    "Track": """
        AVCConfiguration AudioBitsPerSample AudioChannels AudioFormat AudioSampleRate
        AverageBitrate Balance BitDepth BufferSize ChunkOffset CompositionTimeToSample
        CompressorID GraphicsMode HandlerClass HandlerType ImageHeight ImageWidth LayoutFlags
        MatrixStructure MaxBitrate MediaCreateDate MediaDuration MediaHeaderVersion
        MediaLanguageCode MediaModifyDate MediaTimeScale OpColor PixelAspectRatio
        PurchaseFileFormat SampleGroupDescription SampleSizes SampleToChunk SampleToGroup
        SourceImageHeight SourceImageWidth SyncSampleTable TimeToSampleTable TrackCreateDate
        TrackDuration TrackHeaderVersion TrackID TrackLayer TrackModifyDate TrackVolume
        Unknown_btrt Unknown_edts Unknown_esds Unknown_mp4a VideoFieldOrder VideoFrameRate
        XResolution YResolution
    """,
}

SYSTEM = "System"  # what the disk says of the copy that was made for the test
